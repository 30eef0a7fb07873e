package ipcgrade.reference.onequeue;

import ipcgrade.reference.family.Log;
import ipcgrade.reference.msg.Selector;
import java.util.Random;

/** Un processo client: has four numbers squared, one after the other. */
final class Client {
  static final int COUNT = 3;

  private static final int REQUESTS = 4;
  private static final int MAX_VALUE = 100;

  private final int pid;
  private final Mailbox mailbox;
  private final Random random;

  /** The client that process {@code pid} is: whom the server answers. */
  Client(int pid, Mailbox mailbox, Random random) {
    this.pid = pid;
    this.mailbox = mailbox;
    this.random = random;
  }

  void run() {
    for (int i = 0; i < REQUESTS; i++) {
      int value = 1 + random.nextInt(MAX_VALUE);
      mailbox.send(new Mail.Request(pid, value));
      if (mailbox.receive(Selector.of(pid)) instanceof Mail.Response(int _, int square)) {
        Log.line("client " + pid + ": " + value + " al quadrato fa " + square);
      }
    }
  }
}
