package ipcgrade.reference.family;

import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoException;
import ipcgrade.reference.msg.MessageQueue;
import ipcgrade.reference.process.Pipe;
import ipcgrade.reference.process.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A child process as the parent sees it, with the queues that it has announced. */
public final class Child {
  private final String role;
  private final int pid;
  private final Pipe.Reader announcements;
  private final List<MessageQueue> queues = new ArrayList<>();

  Child(String role, int pid, Pipe.Reader announcements) {
    this.role = role;
    this.pid = pid;
    this.announcements = announcements;
  }

  /** Its pid. */
  public int pid() {
    return pid;
  }

  /** Asks it to end, by SIGTERM. */
  public void terminate() {
    Processes.terminate(pid);
  }

  boolean is(String aRole) {
    return role.equals(aRole);
  }

  /**
   * The next queue that it makes; waits until it has made it.
   *
   * @throws ChildFailedException if it ends without
   */
  public MessageQueue awaitQueue() {
    OptionalInt msqid = announcements.read();
    if (msqid.isEmpty()) {
      throw new ChildFailedException(this + " termina senza creare la sua coda");
    }
    MessageQueue queue = new MessageQueue(msqid.getAsInt());
    queues.add(queue);
    return queue;
  }

  /** Once it has ended: lets go of it. */
  void close() {
    announcements.close();
  }

  /** Once it has ended badly: removes the queues that it could not remove. */
  void removeQueues() {
    for (OptionalInt msqid = announcements.read(); msqid.isPresent(); msqid = announcements.read()) {
      queues.add(new MessageQueue(msqid.getAsInt()));
    }
    for (MessageQueue queue : queues) {
      try {
        queue.remove();
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EINVAL && e.errno() != Errno.EIDRM) {
          throw e;
        }
      }
    }
  }

  @Override
  public String toString() {
    return role + " (pid " + pid + ")";
  }
}
