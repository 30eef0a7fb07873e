package ipcgrade.reference.queueeach;

import ipcgrade.reference.family.Log;
import ipcgrade.reference.family.OwnQueues;
import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoException;

/** Il processo server: adds numbers, until the exit. */
final class Server {
  private final OwnQueues queues;

  Server(OwnQueues queues) {
    this.queues = queues;
  }

  void run() {
    Mailbox inbox = new Mailbox(queues.create());
    while (inbox.receive() instanceof Mail.Request(int msqid, int a, int b)) {
      answer(Mailbox.of(msqid), new Mail.Response(a + b));
    }
    Log.line("server: fine");
  }

  /** Where the client has removed its queue there is nobody to answer: that is its own affair. */
  private static void answer(Mailbox client, Mail.Response response) {
    try {
      client.send(response);
      Log.line("server: " + response.sum() + " sulla coda " + client.msqid());
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.EIDRM) {
        throw e;
      }
      Log.line("server: la coda " + client.msqid() + " non esiste più");
    }
  }
}
