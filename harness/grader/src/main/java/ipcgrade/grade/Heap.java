package ipcgrade.grade;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import javax.management.NotificationEmitter;

/**
 * Keeps a grader's memory at what its submissions need. The serial collector looks for what it can free among what is
 * old only when all is taken that the virtual machine may have, which by default is a quarter of the machine's memory.
 */
public final class Heap {
  /** Bytes of old objects that are not worth a look. */
  private static final long LITTLE = 48L << 20;

  private static boolean bound;

  private final MemoryPoolMXBean old;

  private Heap(MemoryPoolMXBean old) {
    this.old = old;
  }

  /** From now on collects what is old whenever it has grown to twice what a collection left of it. */
  public static synchronized void bound() {
    if (bound) {
      return;
    }
    bound = true;
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getName().equals("Tenured Gen"))
        .map(Heap::new)
        .forEach(Heap::watch); // none where another collector runs: those look for themselves
  }

  private void watch() {
    NotificationEmitter emitter = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    emitter.addNotificationListener((_, _) -> collect(), null, null);
    old.setUsageThreshold(LITTLE);
  }

  @SuppressWarnings("SystemGc")
  private void collect() {
    System.gc();
    old.setUsageThreshold(Math.min(old.getUsage().getMax(), Math.max(LITTLE, 2 * old.getUsage().getUsed())));
  }
}
