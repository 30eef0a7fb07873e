package ipcgrade.cli;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.docker.Docker;
import ipcgrade.wording.Printable;
import java.io.PrintStream;

/** Makes the Docker image, and shows on standard error how far that is. */
final class ImageBuild {
  private static final int WIDTH = 78;

  private ImageBuild() {}

  static void run(Docker docker, boolean fromDebian, Output output)
      throws SandboxException, InterruptedException {
    Notices.say(output, output.words().get("notice.image", docker.image()));
    PrintStream terminal = output.surroundings().err();
    if (output.verbose) {
      docker.build(fromDebian, terminal::println);
    } else if (output.surroundings().errTerminal()) {
      try {
        docker.build(fromDebian, line -> draw(terminal, Printable.line(line, WIDTH)));
      } finally {
        draw(terminal, "");
        terminal.print('\r');
        terminal.flush();
      }
    } else {
      docker.build(fromDebian, _ -> {});
    }
  }

  private static void draw(PrintStream terminal, String line) {
    terminal.print("\r" + line + " ".repeat(WIDTH - line.length()));
    terminal.flush();
  }
}
