package ipcgrade.sandbox.local;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What this machine's bubblewrap can do. */
final class Bubblewrap {
  private static final class Help {
    static final String TEXT = text();

    private static String text() {
      try {
        return Subprocess.run(List.of("bwrap", "--help"), Duration.ofSeconds(10)).output();
      } catch (IOException _) {
        return "";
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return "";
      }
    }
  }

  private Bubblewrap() {}

  /** Whether it knows {@code --size}, which 0.6 did not. */
  static boolean limitsSizes() {
    return Help.TEXT.contains("--size ");
  }
}
