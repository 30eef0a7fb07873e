package ipcgrade.reference.queueeach;

import ipcgrade.reference.family.Log;
import ipcgrade.reference.family.OwnQueues;
import java.util.Random;

/** Un processo client: has three sums computed, and leaves while it asks for a fourth. */
final class Client {
  static final int COUNT = 3;

  private static final int REQUESTS = 3;
  private static final int MAX_VALUE = 100;

  private final int number;
  private final Mailbox inbox;
  private final OwnQueues queues;
  private final Random random;

  /**
   * @param number for its printed lines only
   * @param inbox where the server listens
   */
  Client(int number, Mailbox inbox, OwnQueues queues, Random random) {
    this.number = number;
    this.inbox = inbox;
    this.queues = queues;
    this.random = random;
  }

  void run() {
    Mailbox mailbox = new Mailbox(queues.create());
    for (int i = 0; i < REQUESTS; i++) {
      Mail.Request request = request(mailbox);
      inbox.send(request);
      if (mailbox.receive() instanceof Mail.Response(int sum)) {
        Log.line("client " + number + ": " + request.a() + " + " + request.b() + " = " + sum);
      }
    }
    queues.close();
    inbox.send(request(mailbox));
  }

  private Mail.Request request(Mailbox mailbox) {
    return new Mail.Request(mailbox.msqid(), operand(), operand());
  }

  private int operand() {
    return 1 + random.nextInt(MAX_VALUE);
  }
}
