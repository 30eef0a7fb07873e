package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.score.Result.Outcome;
import ipcgrade.store.ResultJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("The memory of a grader")
class MemoryTest {
  private static final Path HOSTILE = Path.of("../../fixtures/hostile").toAbsolutePath().normalize();
  private static final long MOST = 512L << 20;

  /** Those that give a grader the most to keep, and the outcome that says that they do. */
  private static final Map<String, Outcome> GREEDY =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("build-error-text", Outcome.BUILD_FAILED),
              Map.entry("build-lines", Outcome.GRADED),
              Map.entry("ipc-flood", Outcome.LIMIT_EXCEEDED),
              Map.entry("ipc-flood-large", Outcome.GRADED),
              Map.entry("ipc-every-queue", Outcome.LIMIT_EXCEEDED),
              Map.entry("ipc-largest-messages", Outcome.GRADED),
              Map.entry("output-binary", Outcome.GRADED),
              Map.entry("output-flood", Outcome.LIMIT_EXCEEDED),
              Map.entry("output-flood-bytes", Outcome.LIMIT_EXCEEDED),
              Map.entry("output-large-write", Outcome.GRADED),
              Map.entry("process-fork-bomb", Outcome.LIMIT_EXCEEDED),
              Map.entry("process-zombies", Outcome.LIMIT_EXCEEDED)));

  @Test
  @DisplayName("is less than 512 MiB under the limits that are the default, whatever floods it")
  void bounded(@TempDir Path directory) throws Exception {
    String spec = Files.readString(HOSTILE.resolve("grading.yml"));
    int limits = spec.indexOf("  limits:");
    Path file =
        Files.writeString(
            directory.resolve("grading.yml"),
            spec.substring(0, limits) + "  limits: { wall: 4s }\n"
                + spec.substring(spec.indexOf("\nroles:")));
    Path results = directory.resolve("results.json");
    List<String> arguments =
        new ArrayList<>(
            List.of("grade", "--sandbox=local", "--jobs=2", "--spec=" + file, "--json=" + results));
    GREEDY.keySet().forEach(name -> arguments.add(HOSTILE.resolve(name).toString()));
    OtherConsole grading = OtherConsole.run(List.of(), List.of(), arguments);
    Map<String, Outcome> outcomes = new TreeMap<>();
    ResultJson.read(results).submissions().forEach(each -> outcomes.put(each.name(), each.outcome()));
    assertEquals(GREEDY, outcomes, grading::printed);
    assertTrue(grading.mostMemory() < MOST, (grading.mostMemory() >> 20) + " MiB");
  }
}
