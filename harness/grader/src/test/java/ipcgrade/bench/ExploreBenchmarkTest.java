package ipcgrade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A thousand drawn schedules of the program with five seconds of sleeps, in a warm agent: what each costs, in
 * milliseconds and in starts of an empty container, and whether the agent or the grader grows. Run it with
 * {@code ./mvnw verify -P benchmark}, on an idle machine; the table is also left in target/benchmark-explore.txt.
 */
@Tag("benchmark")
@DisplayName("A thousand schedules")
class ExploreBenchmarkTest {
  private static final Path TOP = Path.of("../..");
  private static final int WARM_UP = 200;
  private static final int RUNS = 1000;
  private static final int CONTAINERS = 40;

  /** What a run may cost, in starts and ends of an empty container. */
  private static final double MOST_CONTAINERS = 7;

  /** Growth of a process over the runs that is no leak, KiB: 20 bytes a run would not be seen, 20 KiB would. */
  private static final long MOST_GROWTH = 20 << 10;

  private static final List<String> CONTAINER =
      List.of(
          "bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts",
          "--ro-bind", "/", "/", "--proc", "/proc", "--tmpfs", "/tmp", "--", "/bin/true");

  @Test
  @DisplayName("of a program cost a few empty containers each, and no memory")
  void thousand() throws Exception {
    Spec spec = SpecLoader.load(TOP.resolve("grading.yml"));
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      Program program =
          (Program) sandbox.build(TOP.resolve("fixtures/registro-distribuito/submissions/right-sleep-start"),
              spec);
      double[] before = runs(sandbox, program, spec, WARM_UP);
      long agent = residentKib(agentOf(ProcessHandle.current()));
      long grader = liveKib();
      double container = median(containers());
      long start = System.nanoTime();
      double[] millis = runs(sandbox, program, spec, RUNS);
      double seconds = (System.nanoTime() - start) / 1e9;
      long agentAfter = residentKib(agentOf(ProcessHandle.current()));
      long graderAfter = liveKib();
      double ratio = median(millis) / container;
      List<String> table =
          List.of(
              row("a thousand runs, s", seconds), row("a run, ms, median", median(millis)),
              row("a run, ms, fastest", millis[0]),
              row("a run in a cold agent, ms, slowest", before[WARM_UP - 1]),
              row("an empty container, ms, median", container), row("a run, in empty containers", ratio),
              row("agent, resident, KiB, after 200", (double) agent),
              row("agent, resident, KiB, after 1200", (double) agentAfter),
              row("grader, live, KiB, after 200", (double) grader),
              row("grader, live, KiB, after 1200", (double) graderAfter));
      Files.write(Path.of("target/benchmark-explore.txt"), table);
      String all = String.join("\n", table);
      assertTrue(ratio <= MOST_CONTAINERS, all);
      assertTrue(agentAfter - agent <= MOST_GROWTH, all);
      assertTrue(graderAfter - grader <= MOST_GROWTH, all);
    }
  }

  private static double[] runs(LocalSandbox sandbox, Program program, Spec spec, int runs) throws Exception {
    double[] millis = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      sandbox.run(program, spec, new Schedule(new Strategy.Random(), i + 1L));
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  private static double[] containers() throws IOException, InterruptedException {
    double[] millis = new double[CONTAINERS];
    for (int i = 0; i < CONTAINERS; i++) {
      long start = System.nanoTime();
      assertEquals(0, new ProcessBuilder(CONTAINER).inheritIO().start().waitFor());
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static ProcessHandle agentOf(ProcessHandle grader) {
    List<ProcessHandle> agents = new ArrayList<>();
    grader.descendants()
        .filter(process -> process.info().command().orElse("").endsWith("agent/bin/java"))
        .forEach(agents::add);
    assertEquals(1, agents.size());
    return agents.getFirst();
  }

  private static long residentKib(ProcessHandle process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** What is still in use after a collection. */
  @SuppressWarnings("SystemGc")
  private static long liveKib() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 10;
  }

  private static String row(String what, double value) {
    return String.format(Locale.ROOT, "%-40s %12.1f", what, value);
  }
}
