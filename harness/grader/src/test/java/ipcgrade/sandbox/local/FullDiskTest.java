package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("A full disk")
class FullDiskTest {
  @Test
  @DisplayName("is a fault of the harness that says what to do; what fits is graded after it")
  void full(@TempDir Path submissions, @TempDir Path temporary) throws Exception {
    assumeTrue(User.isRoot(), "only root can mount");
    Path small = Files.writeString(submissions.resolve("a.c"), "int main(void) { return 0; }\n");
    Path large = Files.writeString(submissions.resolve("b.c"), "//" + "x".repeat(4 << 20) + "\n");
    String mounted = "mount -t tmpfs -o size=2m,mode=755 none \"$0\" && exec \"$@\"";
    List<String> prefix =
        List.of(
            "unshare", "--mount", "--", "sh", "-c", mounted, temporary.toString(), "env",
            "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary);
    try (OtherProcess other = OtherProcess.start(prefix, large.toString(), small.toString())) {
      assertTrue(other.line().startsWith("Picked up"));
      assertEquals(
          "There is hardly any room left in " + temporary + ": make some.",
          other.line().replaceFirst(".*\\. (?=There)", ""));
      assertEquals("Finished[]", other.line());
    }
  }
}
