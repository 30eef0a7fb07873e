package ipcgrade.grade;

/**
 * Keeps what a class takes of memory at what one submission takes. The serial collector looks for what it can free among
 * what is old only when all is taken that the virtual machine may have, a quarter of the machine's memory.
 */
public final class Heap {
  /** Bytes in use from which on it is worth a look. */
  private static final long MUCH = 224L << 20;

  private Heap() {}

  /** Frees what earlier submissions took, if that is much; called between two submissions. */
  public static void tidy() {
    if (used() > MUCH) {
      collect();
    }
  }

  private static synchronized void collect() {
    if (used() > MUCH) { // nobody else did it meanwhile
      System.gc();
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
