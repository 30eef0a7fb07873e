package ipcgrade.cli;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the process was started with.
 *
 * @param charset of both streams
 * @param outTerminal whether standard output is a terminal; likewise {@code errTerminal}
 * @param columns of the terminal
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    Charset charset,
    Map<String, String> environment,
    boolean outTerminal,
    boolean errTerminal,
    int columns) {
  private static final int COLUMNS = 100;
  private static final int BUFFER = 64;

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  static Surroundings ofProcess() {
    boolean terminal = isTerminal(1);
    return new Surroundings(
        System.out,
        System.err,
        System.out.charset(),
        System.getenv(),
        terminal,
        isTerminal(2),
        terminal ? terminalColumns() : COLUMNS);
  }

  /** Whether colours may be used where nobody asked for them or against them (https://no-color.org). */
  boolean colourful() {
    return outTerminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Whether a descriptor of this process is a terminal. */
  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException _) {
      return false;
    }
  }

  /** Asks stty(1), since the Java platform does not know. */
  private static int terminalColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream answer = new BufferedInputStream(stty.getInputStream())) {
        String text = new String(answer.readNBytes(BUFFER), StandardCharsets.US_ASCII).strip();
        int columns = Integer.parseInt(text.substring(text.indexOf(' ') + 1));
        return columns > 0 ? columns : COLUMNS;
      }
    } catch (IOException | NumberFormatException _) {
      return COLUMNS;
    }
  }
}
