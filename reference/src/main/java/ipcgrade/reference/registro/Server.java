package ipcgrade.reference.registro;

import ipcgrade.reference.family.Log;
import ipcgrade.reference.family.OwnQueues;
import ipcgrade.reference.msg.Selector;

/** Un processo server: keeps an int, and overwrites it with what the clients send. */
final class Server {
  static final int COUNT = 2;

  private final int number;
  private final Mailbox requests;
  private final OwnQueues queues;
  private int resource;

  /**
   * @param number 1 or 2
   * @param requests where the registry listens
   */
  Server(int number, Mailbox requests, OwnQueues queues) {
    this.number = number;
    this.requests = requests;
    this.queues = queues;
  }

  void run() {
    Mailbox mailbox = new Mailbox(queues.create());
    Log.line("server " + number + ": bind, coda " + mailbox.msqid());
    requests.send(new Mail.Bind(number, mailbox.msqid()));
    while (mailbox.receive(Selector.any()) instanceof Mail.Service(int value)) {
      Log.line("server " + number + ": risorsa " + value + ", prima " + resource);
      resource = value;
    }
    Log.line("server " + number + ": exit, risorsa " + resource);
  }

  int resource() {
    return resource;
  }
}
