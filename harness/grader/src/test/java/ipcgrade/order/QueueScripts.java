package ipcgrade.order;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;

/** Random scripts for interpreter.c, which says what their lines mean. */
final class QueueScripts {
  private static final int IPC_NOWAIT = 04000;
  private static final int MSG_NOERROR = 010000;
  private static final int MSG_EXCEPT = 020000;
  private static final int MSG_COPY = 040000;

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  QueueScripts(long seed) {
    random = new Random(seed);
  }

  /** Writes the interpreter and the scripts: a submission that plays them. */
  void write(Path directory) throws IOException {
    try (InputStream source = QueueScripts.class.getResourceAsStream("interpreter.c")) {
      Files.copy(Objects.requireNonNull(source), directory.resolve("interpreter.c"));
    }
    Files.writeString(directory.resolve("scripts.txt"), text);
  }

  /** A few processes, some tens of calls of all kinds; every second queue is small. */
  QueueScripts small() {
    int workers = 2 + random.nextInt(4);
    line("script", workers);
    if (random.nextBoolean()) {
      line("room", 0, random.nextInt(40));
    }
    boolean alike = random.nextBoolean();
    for (int process = 0; process <= workers; process++) {
      int calls = 1 + random.nextInt(12);
      for (int call = 0; call < calls; call++) {
        int kind = random.nextInt(100);
        int nowait = process == 0 || random.nextInt(4) == 0 ? IPC_NOWAIT : 0;
        if (kind < 42) {
          int size = alike ? 4 : 4 * random.nextInt(4);
          line("send", process, 1 + random.nextInt(3), size, alike ? 1 : random.nextInt(3), nowait);
        } else if (kind < 84) {
          line("receive", process, random.nextInt(7) - 3, random.nextInt(5) == 0 ? 4 : 64, nowait | flags());
        } else if (kind < 87) {
          line("lose", process, random.nextInt(3), nowait);
        } else if (kind < 90) {
          line("room", process, random.nextInt(60));
        } else if (kind < 92) {
          line("stat", process);
        } else if (kind < 93 && random.nextInt(3) == 0) {
          line("remove", process);
        } else if (process == 0) {
          line("signal", 0, 1 + random.nextInt(workers));
        }
      }
    }
    return this;
  }

  /** Few processes that pass very many messages through one queue, all of the time or in waves. */
  QueueScripts large(int workers, int calls, int wave, int texts) {
    line("script", workers);
    for (int process = 1; process <= workers; process++) {
      for (int call = 0; call < calls / workers; call++) {
        boolean sends = wave == 0 ? process % 2 == 1 : call / wave % 2 == 0;
        if (sends) {
          line("send", process, 1 + random.nextInt(3), 4, random.nextInt(texts), 0);
        } else {
          line("receive", process, random.nextInt(5) == 0 ? -3 : 0, 64, 0);
        }
      }
    }
    return this;
  }

  private int flags() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> MSG_NOERROR;
      case 2 -> MSG_EXCEPT;
      case 3 -> MSG_COPY | IPC_NOWAIT;
      default -> 0;
    };
  }

  private void line(String word, int... numbers) {
    text.append(word);
    for (int number : numbers) {
      text.append(' ').append(number);
    }
    text.append('\n');
  }
}
