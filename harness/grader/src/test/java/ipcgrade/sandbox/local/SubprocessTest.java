package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A subprocess")
class SubprocessTest {
  private static final int PROGRAMS = 200;

  /** Bytes: writing a large program takes so long that somebody starts meanwhile. */
  private static final int PADDING = 4 << 20;

  @TempDir
  private Path directory = Path.of("");

  @Test
  @DisplayName("never keeps a program open that was just written, so that another process can execute it")
  void noTextFileBusy() throws Exception {
    Path program = Files.copy(Path.of("/bin/true").toRealPath(), directory.resolve("program"));
    Files.write(program, new byte[PADDING], StandardOpenOption.APPEND);
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", "while read -r program; do \"$program\" || echo \"$?\"; done")
            .redirectErrorStream(true);
    Process executing = Subprocess.start(shell);
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
        Writer names = executing.outputWriter(StandardCharsets.UTF_8)) {
      Future<?> starting =
          others.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  Subprocess.run(List.of("true"), Duration.ofMinutes(1));
                }
                return null;
              });
      for (int i = 0; i < PROGRAMS; i++) {
        Path copy = directory.resolve("program-" + i);
        Tree.copyFile(program, copy);
        names.write(copy + "\n");
        names.flush();
      }
      starting.cancel(true);
    }
    assertEquals("", new String(executing.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
