package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
@DisplayName("A sandbox's work directory")
class WorkDirectoryTest {
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  @Test
  @DisplayName("can be passed through but not listed, and is gone after close with all that is in it")
  void closed() throws Exception {
    Path directory;
    try (WorkDirectory work = WorkDirectory.open()) {
      directory = work.path();
      Path fresh = work.directory("build");
      assertEquals(
          "rwx--x--x",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
      Path deep = fresh;
      for (int i = 0; i < 15; i++) {
        deep = deep.resolve("d".repeat(200));
      }
      Files.createDirectories(deep);
      Files.createSymbolicLink(fresh.resolve("link"), TEMPORARY);
    }
    assertFalse(Files.exists(directory));
    assertTrue(Files.exists(TEMPORARY));
  }

  @Test
  @DisplayName("of a killed process goes when the next one is opened; that of a living one stays")
  void swept() throws Exception {
    Path abandoned = Files.createTempDirectory("ipcgrade-");
    age(Files.createFile(abandoned.resolve("lock")));
    try (WorkDirectory first = WorkDirectory.open()) {
      Path alive = first.path();
      age(alive.resolve("lock"));
      try (WorkDirectory second = WorkDirectory.open()) {
        assertTrue(Files.exists(second.path()));
        assertTrue(Files.exists(alive));
        assertFalse(Files.exists(abandoned));
      }
    }
  }

  @Test
  @DisplayName("goes when its process is told to end, and its lock goes when its process is killed")
  void signals() throws Exception {
    try (OtherProcess asked = OtherProcess.start(List.of(), "wait")) {
      Path directory = Path.of(asked.line());
      asked.process().destroy();
      asked.process().waitFor();
      assertFalse(Files.exists(directory));
    }
    try (OtherProcess killed = OtherProcess.start(List.of(), "wait")) {
      Path directory = Path.of(killed.line());
      age(directory.resolve("lock"));
      WorkDirectory.open().close();
      assertTrue(Files.exists(directory));
      killed.process().destroyForcibly().waitFor();
      WorkDirectory.open().close();
      assertFalse(Files.exists(directory));
    }
  }

  private static void age(Path lock) throws Exception {
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }
}
