package ipcgrade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.Grader;
import ipcgrade.grade.Progress;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.docker.Docker;
import ipcgrade.sandbox.docker.Engines;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What grading one submission costs in Docker beyond what it costs on this machine: alone, with the container's
 * start and end, and as one of a class, where the next container starts meanwhile. Run it with {@code ./mvnw
 * verify -P benchmark}; the table is also left in target/benchmark-sandbox.txt.
 */
@Tag("benchmark")
@DisplayName("A submission")
class SandboxBenchmarkTest {
  private static final Path TOP = Path.of("../..");
  private static final Path SUBMISSION =
      TOP.resolve("fixtures/registro-distribuito/submissions/right-kind-in-body");
  private static final int TIMES = 15;
  private static final int WARM_UP = 5;

  /** What a submission may cost more, milliseconds. */
  private static final double MOST_MORE = 600;

  @FunctionalInterface
  private interface Opening {
    Sandbox open() throws Exception;
  }

  @Test
  @DisplayName("costs little more in Docker than on this machine")
  void compare() throws Exception {
    Spec spec = SpecLoader.load(TOP.resolve("grading.yml"));
    Scorer scorer = Scorer.of(spec, TOP.resolve("grading.yml"));
    Docker docker = Engines.ready();
    Opening here = () -> LocalSandbox.open(Home.find());
    List<String> table = new ArrayList<>();
    table.add(
        String.format("%-28s %10s %10s %10s", "median of " + TIMES, "local, ms", "docker, ms", "more, ms"));
    double alone = row(table, "alone", alone(here, spec, scorer), alone(docker::open, spec, scorer));
    double ofClass =
        row(table, "one of a class", ofClass(here, spec, scorer), ofClass(docker::open, spec, scorer));
    Files.write(Path.of("target/benchmark-sandbox.txt"), table);
    assertTrue(alone <= MOST_MORE && ofClass <= MOST_MORE, () -> String.join("\n", table));
  }

  private static double row(List<String> table, String what, double here, double there) {
    table.add(String.format(Locale.ROOT, "%-28s %10.0f %10.0f %10.0f", what, here, there, there - here));
    return there - here;
  }

  private static double alone(Opening opening, Spec spec, Scorer scorer) throws Exception {
    double[] millis = new double[WARM_UP + TIMES];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      try (Sandbox sandbox = opening.open()) {
        grade(sandbox, spec, scorer);
      }
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    return median(millis);
  }

  private static double ofClass(Opening opening, Spec spec, Scorer scorer) throws Exception {
    double[] millis = new double[WARM_UP + TIMES];
    try (Sandbox sandbox = opening.open()) {
      for (int i = 0; i < millis.length; i++) {
        long start = System.nanoTime();
        grade(sandbox, spec, scorer);
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    return median(millis);
  }

  private static void grade(Sandbox sandbox, Spec spec, Scorer scorer) throws InterruptedException {
    var result = new Grader(spec, scorer, sandbox).grade("submission", SUBMISSION, Progress.NONE);
    assertEquals(Outcome.GRADED, result.outcome(), result::message);
  }

  private static double median(double[] millis) {
    double[] measured = Arrays.copyOfRange(millis, WARM_UP, millis.length);
    Arrays.sort(measured);
    return measured[measured.length / 2];
  }
}
