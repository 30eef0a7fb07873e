package ipcgrade.reference.onequeue;

import ipcgrade.reference.family.Log;
import ipcgrade.reference.family.OwnQueues;
import ipcgrade.reference.libc.ErrnoException;
import ipcgrade.reference.msg.Selector;

/** Il processo server: makes the queue and squares numbers, until SIGTERM. */
final class Server {
  private final OwnQueues queues;
  private volatile int status;

  Server(OwnQueues queues) {
    this.queues = queues;
  }

  void run() {
    Mailbox mailbox = new Mailbox(queues.create());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try {
      while (true) {
        answer(mailbox);
      }
    } catch (ErrnoException e) {
      if (!queues.isClosed()) { // else the queue was removed under it, as it should be
        status = 1;
        throw e;
      }
    }
  }

  /** Receives requests only, of type 1: the responses in the same queue are for the clients. */
  static void answer(Mailbox mailbox) {
    if (mailbox.receive(Selector.of(Mail.REQUEST)) instanceof Mail.Request(int pid, int value)) {
      Log.line("server: " + value + " al quadrato per il client " + pid);
      mailbox.send(new Mail.Response(pid, value * value));
    }
  }

  /** A JVM that SIGTERM ends would report status 143. */
  private void stop() {
    queues.close();
    Log.line("server: fine");
    Runtime.getRuntime().halt(status);
  }
}
