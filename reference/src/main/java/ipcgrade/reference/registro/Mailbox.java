package ipcgrade.reference.registro;

import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoException;
import ipcgrade.reference.msg.MessageQueue;
import ipcgrade.reference.msg.Selector;

/** A queue of mail. */
record Mailbox(MessageQueue queue) {
  static Mailbox of(int msqid) {
    return new Mailbox(new MessageQueue(msqid));
  }

  int msqid() {
    return queue.msqid();
  }

  /** Sends, however often a signal interrupts it: the kernel never restarts a msgsnd. */
  void send(Mail mail) {
    while (true) {
      try {
        queue.send(mail.encode());
        return;
      } catch (ErrnoException e) {
        requireInterrupted(e);
      }
    }
  }

  /** Receives, however often a signal interrupts it: the kernel never restarts a msgrcv. */
  Mail receive(Selector selector) {
    while (true) {
      try {
        return Mail.decode(queue.receive(selector, Mail.MSGSZ));
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
