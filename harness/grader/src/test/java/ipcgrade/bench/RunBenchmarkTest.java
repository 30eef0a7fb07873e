package ipcgrade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run costs: under ipcgrade (container, tracing, source lines, judgement), plain, and under strace
 * with the same calls traced. Times differ from machine to machine; the ratios are what it is for. Run it
 * with {@code ./mvnw verify -P benchmark}; the table is also left in target/benchmark.txt.
 */
@Tag("benchmark")
@DisplayName("A run")
class RunBenchmarkTest {
  private static final Path TOP = Path.of("../..");
  private static final int RUNS = 15;
  private static final int WARM_UP = 10;

  private final List<String> table = new ArrayList<>();

  @Test
  @DisplayName("under ipcgrade, plain and under strace")
  void compare(@TempDir Path directory) throws Exception {
    table.add(String.format("%-44s %10s %10s", "median of " + RUNS, "ms", "of plain"));
    Spec spec = SpecLoader.load(TOP.resolve("grading.yml"));
    Scorer scorer = Scorer.of(spec, TOP.resolve("grading.yml"));
    Path sleeper = TOP.resolve("fixtures/registro-distribuito/submissions/right-sleep-start");
    Path robust = TOP.resolve("fixtures/registro-distribuito/submissions/right-kind-in-body");
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      Path source = Files.createDirectory(directory.resolve("sleeping"));
      write(sleeper, source, "sleep(");
      measure("with 5 s of sleeps", source, 3, spec, scorer, sandbox);
      source = Files.createDirectory(directory.resolve("sleepless"));
      write(robust, source, "(void) (");
      measure("without sleeps", source, RUNS, spec, scorer, sandbox);
    }
    Files.write(Path.of("target/benchmark.txt"), table);
  }

  private static void write(Path submission, Path copy, String sleep) throws IOException {
    try (Stream<Path> files = Files.list(submission)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".c")).toList()) {
        Files.writeString(copy.resolve(file.getFileName()), Files.readString(file).replace("sleep(", sleep));
      }
    }
  }

  private void measure(
      String title, Path copy, int plainRuns, Spec spec, Scorer scorer, LocalSandbox sandbox)
      throws Exception {
    Program program = (Program) sandbox.build(copy, spec);
    run(List.of("sh", "-c", "gcc -w -o program *.c"), copy);

    double plain = median(plainRuns, () -> run(List.of("./program"), copy));
    row(title + ", plain", plain, plain);
    List<String> strace =
        List.of("strace", "-f", "--seccomp-bpf", "-o", "trace", "-e", "trace=%ipc,wait4", "./program");
    row(title + ", strace -f --seccomp-bpf", median(plainRuns, () -> run(strace, copy)), plain);
    Files.deleteIfExists(copy.resolve("trace"));

    long[] seed = {1};
    Callable<Object> once =
        () -> scorer.score(
            title, List.of(sandbox.run(program, spec, new Schedule(new Strategy.Random(), seed[0]++))));
    median(WARM_UP, once);
    row(title + ", ipcgrade, run and judged", median(RUNS, once), plain);
  }

  private void row(String what, double millis, double plain) {
    table.add(String.format(Locale.ROOT, "%-44s %10.1f %10.2f", what, millis, millis / plain));
  }

  private static double median(int runs, Callable<?> once) throws Exception {
    double[] millis = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      once.call();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[runs / 2];
  }

  private static int run(List<String> command, Path directory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor(), () -> "status of " + command);
    return 0;
  }
}
