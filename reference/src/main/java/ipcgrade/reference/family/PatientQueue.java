package ipcgrade.reference.family;

import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoException;
import ipcgrade.reference.msg.Message;
import ipcgrade.reference.msg.MessageQueue;
import ipcgrade.reference.msg.Selector;

/** A queue that is not put off by signals: the kernel restarts neither msgsnd nor msgrcv after one. */
public record PatientQueue(MessageQueue queue) {
  /** Sends, however often a signal interrupts it. */
  public void send(Message message) {
    while (true) {
      try {
        queue.send(message);
        return;
      } catch (ErrnoException e) {
        requireInterrupted(e);
      }
    }
  }

  /**
   * Receives, however often a signal interrupts it.
   *
   * @param msgsz the longest text to take, in bytes
   */
  public Message receive(Selector selector, int msgsz) {
    while (true) {
      try {
        return queue.receive(selector, msgsz);
      } catch (ErrnoException e) {
        requireInterrupted(e);
      }
    }
  }

  private static void requireInterrupted(ErrnoException e) {
    if (e.errno() != Errno.EINTR) {
      throw e;
    }
  }
}
