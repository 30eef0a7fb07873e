package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("An ordinary user")
class OrdinaryUserTest {
  @Test
  @DisplayName("can build and run")
  void buildAndRun(@TempDir Path submission) throws Exception {
    Files.writeString(submission.resolve("a.c"), "int main(void) { return 0; }\n");
    Files.setPosixFilePermissions(submission, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (OtherProcess other = OtherProcess.start(User.become(), submission.toString())) {
      assertEquals("Finished[]", other.line());
      assertEquals(0, other.process().waitFor());
    }
  }
}
