package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.store.ResultJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("grade, where the disk is full")
class FullDiskTest {
  private static final Path HOSTILE = Path.of("../../fixtures/hostile").toAbsolutePath().normalize();

  @TempDir
  Path submissions;

  @TempDir
  Path temporary;

  @TempDir
  Path results;

  @BeforeEach
  void write() throws Exception {
    String right = Files.readString(HOSTILE.resolve("program-static/main.c"));
    for (String name : List.of("a", "b", "c")) {
      Path directory = Files.createDirectory(submissions.resolve(name));
      Files.writeString(directory.resolve("main.c"), right + "\n/* " + name + " */\n");
    }
    Files.writeString(submissions.resolve("b/large.txt"), "x".repeat(4 << 20));
  }

  @Test
  @DisplayName("exits with 3, names whom that keeps from being graded, and grades the others")
  void full() throws Exception {
    OtherConsole grading = grade(full(temporary), List.of("-Djava.io.tmpdir=" + temporary));
    assertEquals(3, grading.code(), grading::printed);
    Result.Submission ungraded = graded().get(1);
    assertEquals(
        List.of("a GRADED 5.0", "b INFRASTRUCTURE 0.0", "c GRADED 5.0"),
        graded().stream().map(each -> each.name() + " " + each.outcome() + " " + each.score()).toList());
    assertTrue(
        ungraded.message().endsWith("There is hardly any room left in " + temporary + ": make some."),
        ungraded.message());
    assertTrue(
        grading.printed().replaceAll("\\s+", " ").contains("hardly any room left in"), grading::printed);

    OtherConsole again = grade(List.of(), List.of());
    assertEquals(0, again.code(), again::printed);
    assertEquals(List.of(Outcome.GRADED),
        graded().stream().map(Result.Submission::outcome).distinct().toList());
  }

  private OtherConsole grade(List<String> prefix, List<String> jvm) throws Exception {
    return OtherConsole.run(
        prefix,
        jvm,
        List.of(
            "grade", "--sandbox=local", "--jobs=1", "--lang=en", "--spec=" + HOSTILE.resolve("grading.yml"),
            "--json=" + results.resolve("results.json"), submissions.toString()));
  }

  private List<Result.Submission> graded() throws Exception {
    return ResultJson.read(results.resolve("results.json")).submissions();
  }

  /**
   * Runs what follows where {@code directory} holds hardly anything. Who is not root is root of a user namespace
   * while he mounts that, and then again who he was.
   */
  private static List<String> full(Path directory) throws Exception {
    int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    String mounted =
        "mount -t tmpfs -o size=3m,mode=1777 none \"$0\" && exec "
            + (user == 0 ? "" : "unshare --map-user=" + user + " --map-group=" + user + " -- ")
            + "\"$@\"";
    List<String> prefix = new ArrayList<>(List.of("unshare", "--mount"));
    if (user != 0) {
      prefix.add("--map-root-user");
    }
    prefix.addAll(List.of("--", "sh", "-c", mounted, directory.toString()));
    return prefix;
  }
}
