package ipcgrade.reference.family;

import ipcgrade.reference.process.Ended;
import ipcgrade.reference.process.Pipe;
import ipcgrade.reference.process.Processes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The living children of this process. None of them and none of their queues outlives it: on SIGINT and
 * SIGTERM the JVM runs the shutdown hook, which ends the children, which wakes up who waits for them.
 */
public final class Family implements AutoCloseable {
  private static final int ANNOUNCEMENTS_FD = 3;

  private final CommandLine self = CommandLine.ofThisProcess();
  private final Map<Integer, Child> living = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean ending;

  /** No children yet. */
  public Family() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end children"));
  }

  /**
   * Starts this executable once more, in another role.
   *
   * @param arguments the role's own
   */
  public synchronized Child start(String role, Object... arguments) {
    if (ending) {
      throw new ChildFailedException("interrotto");
    }
    List<String> command = new ArrayList<>(self.arguments());
    command.add(role);
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Pipe pipe = Pipe.open();
    try (Pipe.Writer writer = pipe.writer()) {
      int pid = Processes.spawn(self.executable(), command, writer.fd(), ANNOUNCEMENTS_FD);
      Child child = new Child(role, pid, pipe.reader());
      living.put(pid, child);
      return child;
    }
  }

  /**
   * Waits until all children of that role have ended.
   *
   * @throws ChildFailedException as soon as any child ends otherwise than by itself with status 0
   */
  public void await(String role) {
    while (anyLiving(role)) {
      reap();
    }
  }

  /**
   * Waits until all children have ended.
   *
   * @throws ChildFailedException as soon as one ends otherwise than by itself with status 0
   */
  public void awaitAll() {
    while (anyLiving()) {
      reap();
    }
  }

  /** In a child: where it tells its parent which queues it has made. */
  public static OwnQueues ownQueues() {
    return new OwnQueues(new Pipe.Writer(ANNOUNCEMENTS_FD));
  }

  /** Ends the children that still live, and waits for them. */
  @Override
  public void close() {
    signal();
    while (anyLiving()) {
      try {
        reap();
      } catch (ChildFailedException e) {
        Log.line("padre: " + e.getMessage());
      }
    }
    closed.countDown();
  }

  private void reap() {
    Ended ended = Processes.waitForAny();
    Child child = forget(ended.pid());
    if (child == null) {
      return;
    }
    try {
      if (!ended.clean()) {
        child.removeQueues();
        throw new ChildFailedException(child + " termina con " + ended);
      }
    } finally {
      child.close();
    }
  }

  private void end() {
    synchronized (this) {
      ending = true;
      signal();
    }
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void signal() {
    for (Child child : living.values()) {
      Processes.terminate(child.pid());
    }
  }

  private synchronized @Nullable Child forget(int pid) {
    return living.remove(pid);
  }

  private synchronized boolean anyLiving() {
    return !living.isEmpty();
  }

  private synchronized boolean anyLiving(String role) {
    return living.values().stream().anyMatch(child -> child.is(role));
  }
}
