package ipcgrade.reference.registro;

import ipcgrade.reference.family.Log;
import ipcgrade.reference.msg.Selector;
import ipcgrade.reference.process.Pause;
import java.util.Random;

/** Un processo client: asks the registry for a server and sends it three values, a second apart. */
final class Client {
  static final int COUNT = 3;

  private static final int SERVICES = 3;
  private static final int MAX_VALUE = 10;

  private final int number;
  private final Mailbox requests;
  private final Mailbox answers;
  private final Random random;

  /**
   * @param number for its printed lines only
   * @param requests where the registry listens
   * @param answers where it answers
   */
  Client(int number, Mailbox requests, Mailbox answers, Random random) {
    this.number = number;
    this.requests = requests;
    this.answers = answers;
    this.random = random;
  }

  void run() {
    int server = 1 + random.nextInt(Server.COUNT);
    Log.line("client " + number + ": query del server " + server);
    requests.send(new Mail.Query(server));
    if (answers.receive(Selector.of(server)) instanceof Mail.Result(int _, int msqid)) {
      Mailbox mailbox = Mailbox.of(msqid);
      for (int i = 0; i < SERVICES; i++) {
        int value = random.nextInt(MAX_VALUE + 1);
        Log.line("client " + number + ": service " + value + " al server " + server);
        mailbox.send(new Mail.Service(value));
        Pause.seconds(1);
      }
    }
  }
}
