package ipcgrade.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.report.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Compares what is printed with a file, byte by byte; GOLDEN_UPDATE=1 in the environment writes the files anew. */
public final class Golden {
  private static final Path FILES = Path.of("src/test/resources/ipcgrade/report");

  private Golden() {}

  /** What is printed on a screen 100 columns wide. */
  public static String printed(Charset charset, boolean colour, Consumer<Screen> printing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screen screen = new Screen(out, charset, 100, colour);
    printing.accept(screen);
    screen.flush();
    return out.toString(charset);
  }

  /** Fails unless {@code actual} is what the file {@code name} holds; ESC stands as ␛ in the file. */
  public static void check(String name, String actual) {
    Path file = FILES.resolve(name);
    String shown = actual.replace('\u001b', '␛');
    try {
      if (System.getenv("GOLDEN_UPDATE") != null) {
        Files.writeString(file, shown, StandardCharsets.UTF_8);
      }
      assertEquals(Files.readString(file, StandardCharsets.UTF_8), shown, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
