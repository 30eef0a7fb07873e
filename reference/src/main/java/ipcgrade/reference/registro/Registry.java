package ipcgrade.reference.registro;

import ipcgrade.reference.family.Log;
import ipcgrade.reference.family.OwnQueues;
import ipcgrade.reference.msg.Selector;

/** Il processo registro: knows which mailbox is which server's. */
final class Registry {
  private final OwnQueues queues;

  Registry(OwnQueues queues) {
    this.queues = queues;
  }

  void run() {
    Mailbox requests = new Mailbox(queues.create());
    Mailbox answers = new Mailbox(queues.create());
    int[] mailboxes = bindings(requests);
    while (requests.receive(Selector.any()) instanceof Mail.Query(int server)) {
      Log.line("registro: query del server " + server + ", result " + mailboxes[server]);
      answers.send(new Mail.Result(server, mailboxes[server]));
    }
    for (int server = 1; server <= Server.COUNT; server++) {
      Log.line("registro: exit al server " + server);
      Mailbox.of(mailboxes[server]).send(new Mail.Exit());
    }
  }

  /** Waits for the binds only, so that a query that is early waits in the queue until they are here. */
  private static int[] bindings(Mailbox requests) {
    int[] mailboxes = new int[Server.COUNT + 1];
    for (int i = 0; i < Server.COUNT; i++) {
      if (requests.receive(Selector.of(Mail.BIND)) instanceof Mail.Bind(int server, int msqid)) {
        Log.line("registro: bind del server " + server + ", coda " + msqid);
        mailboxes[server] = msqid;
      }
    }
    return mailboxes;
  }
}
