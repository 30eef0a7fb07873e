package ipcgrade.reference.family;

import ipcgrade.reference.msg.MessageQueue;
import ipcgrade.reference.process.Pipe;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The queues that this process makes, and removes when it is done or a signal ends it. Each is announced
 * to the parent as soon as it exists, since only the parent can remove it after a SIGKILL.
 */
public final class OwnQueues implements AutoCloseable {
  private static final int OWNER_ONLY = 0600;

  private final Deque<MessageQueue> queues = new ArrayDeque<>();
  private final Pipe.Writer announcements;
  private boolean closed;

  /** None yet; those to come are told to {@code announcements}. */
  public OwnQueues(Pipe.Writer announcements) {
    this.announcements = announcements;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "remove queues"));
  }

  /** A new queue without a key. */
  public synchronized MessageQueue create() {
    if (closed) {
      throw new IllegalStateException("this process is ending");
    }
    MessageQueue queue = MessageQueue.createPrivate(OWNER_ONLY);
    queues.add(queue);
    announcements.write(queue.msqid());
    return queue;
  }

  /**
   * Whether they are being removed. It is so before the first of them is gone, and whichever shutdown hook does it:
   * hooks run in any order.
   */
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!queues.isEmpty()) {
      queues.remove().remove();
    }
  }
}
