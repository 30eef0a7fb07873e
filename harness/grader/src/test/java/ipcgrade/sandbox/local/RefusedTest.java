package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("That the kernel does not execute a program")
class RefusedTest {
  @TempDir
  Path submission;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(submission.resolve("main.c"), "int main(void) { return 0; }\n");
    // so large that it is run where it was built
    try (RandomAccessFile data = new RandomAccessFile(submission.resolve("data").toFile(), "rw")) {
      data.setLength(17 << 20);
    }
  }

  @Test
  @DisplayName("is the program's own fault where others begin, and the reason is known")
  void its() throws Exception {
    Files.writeString(
        submission.resolve("Makefile"), "all:\n\tgcc -Wl,--dynamic-linker=/nothing main.c -o program\n");
    assertEquals("Refused[errno=2, signal=0]", graded(List.of()));
  }

  @Test
  @DisplayName("is a fault of the harness where none does, as below a directory that is mounted noexec")
  void ours(@TempDir Path temporary) throws Exception {
    assumeTrue(User.isRoot(), "only root can mount");
    String mounted = "mount -t tmpfs -o noexec,mode=755 none \"$0\" && exec \"$@\"";
    String property = "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary;
    String message =
        graded(
            List.of("unshare", "--mount", "--", "sh", "-c", mounted, temporary.toString(), "env", property));
    assertTrue(message.contains("is " + temporary + " mounted noexec?"), message);
  }

  private String graded(List<String> prefix) throws Exception {
    try (OtherProcess other = OtherProcess.start(prefix, submission.toString())) {
      String line = other.line();
      return line.startsWith("Picked up") ? other.line() : line;
    }
  }
}
