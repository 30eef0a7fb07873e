package ipcgrade.reference.queueeach;

import ipcgrade.reference.family.ChildFailedException;
import ipcgrade.reference.family.Family;
import ipcgrade.reference.family.OwnQueues;
import ipcgrade.reference.libc.ErrnoException;
import ipcgrade.reference.process.Processes;
import java.util.Random;

/** The one executable. Without arguments it is the parent; the parent starts it again as the others. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    try {
      if (args.length == 0) {
        Parent.run();
      } else {
        Processes.endWithParent();
        runChild(args);
      }
    } catch (ErrnoException | ChildFailedException e) {
      System.err.println(String.join(" ", args) + ": " + e.getMessage());
      System.exit(1);
    }
  }

  private static void runChild(String[] args) {
    switch (args[0]) {
      case Parent.SERVER -> {
        try (OwnQueues queues = Family.ownQueues()) {
          new Server(queues).run();
        }
      }
      case Parent.CLIENT -> {
        try (OwnQueues queues = Family.ownQueues()) {
          Mailbox inbox = Mailbox.of(Integer.parseInt(args[2]));
          new Client(Integer.parseInt(args[1]), inbox, queues, random()).run();
        }
      }
      default -> throw new IllegalArgumentException("no such role: " + args[0]);
    }
  }

  /** From clock and pid only, so that a run under a virtual clock can be repeated. */
  private static Random random() {
    return new Random(System.nanoTime() ^ ProcessHandle.current().pid() << Integer.SIZE);
  }
}
