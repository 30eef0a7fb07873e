package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HostileTest rests on: that it would see what a submission leaves. */
@Tag("kernel")
@DisplayName("Of what is on the machine")
class MachineTest {
  @TempDir
  Path directory;
  private Path mark;
  private Machine before;

  @BeforeEach
  void look() throws Exception {
    mark = Files.createDirectory(directory.resolve("sandboxes"));
    before = Machine.now(mark);
  }

  @Test
  @DisplayName("a daemon in a container is seen, by the mounts that it cannot hide, and what others run is not")
  void processes() throws Exception {
    String command = "setsid %s sleep 60 <>/dev/null >&0 2>&0 & echo $!";
    long ours = Long.parseLong(output(command.formatted("bwrap --dev-bind / / --bind " + mark + " /mnt --")));
    long others = Long.parseLong(output(command.formatted("env")));
    try {
      List<String> left = List.of();
      for (int i = 0; i < 100 && left.isEmpty(); i++) {
        Thread.sleep(50);
        left = Machine.now(mark).since(before).stream().filter(each -> each.endsWith(" sleep sleep 60"))
            .toList();
      }
      assertEquals(1, left.size(), left::toString);
      assertTrue(left.stream().noneMatch(each -> each.startsWith("process " + others + " ")), left::toString);
    } finally {
      output("kill -KILL " + others + " $(cat /proc/" + ours + "/task/" + ours + "/children) " + ours);
    }
  }

  @Test
  @DisplayName("a file that bears the programs' name is seen, and another is not")
  void files() throws Exception {
    Path ours = Path.of("/dev/shm/" + Machine.NAME + "-" + UUID.randomUUID());
    Path others = Path.of("/dev/shm/other-" + UUID.randomUUID());
    try {
      Files.createFile(ours);
      Files.createFile(others);
      assertEquals(List.of("file " + ours), Machine.now(mark).since(before));
    } finally {
      Files.delete(ours);
      Files.delete(others);
    }
  }

  @Test
  @DisplayName("objects with the programs' keys are seen, and others are not")
  void objects() throws Exception {
    output("perl -e 'semget(0x687374ff, 1, 01600) // die; msgget(0x687374ff, 01600) // die; "
        + "shmget(0x687374ff, 1, 01600) // die; shmget(0x12345fff, 1, 01600) // die'");
    try {
      assertEquals(
          List.of("object msg", "object sem", "object shm"),
          Machine.now(mark).since(before).stream().map(each -> each.replaceAll(" \\d+$", "")).toList());
    } finally {
      output("ipcrm -S 0x687374ff -Q 0x687374ff -M 0x687374ff -M 0x12345fff");
    }
  }

  private static String output(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
