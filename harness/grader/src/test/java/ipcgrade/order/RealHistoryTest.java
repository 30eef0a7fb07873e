package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Schedule;
import ipcgrade.trace.RunRequest.Strategy;
import ipcgrade.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The model against the kernel: random scripts, played by processes that nobody holds back. */
@DisplayName("What real queues did")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealHistoryTest {
  private static final int SCRIPTS_PER_RUN = 25;
  private static final Spec SPEC =
      new Spec(
          "scripts",
          new Text("", ""),
          new Spec.Build(List.of(), Optional.empty()),
          new Spec.Run(
              List.of(),
              1,
              new Spec.Limits(20_000, 60_000, 120_000, 60_000, 64, 0, 1 << 20, 1 << 20, 32, 100_000, 64)),
          Map.of(),
          Map.of(),
          Map.of(),
          List.of());

  @TempDir
  Path directory;
  private LocalSandbox sandbox;

  @BeforeAll
  void open() throws Exception {
    sandbox = LocalSandbox.open(Home.find());
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  @Test
  @Tag("kernel")
  @DisplayName("in some hundred scripts is what the model allows")
  void small() throws Exception {
    Map<String, Integer> answers = new TreeMap<>();
    int overlaps = 0;
    long started = System.nanoTime();
    long judging = 0;
    for (int run = 0; run < 12; run++) {
      QueueScripts scripts = new QueueScripts(run);
      for (int script = 0; script < SCRIPTS_PER_RUN; script++) {
        scripts.small();
      }
      Trace trace = natural(scripts, run);
      long before = System.nanoTime();
      History history = History.of(trace);
      judging += System.nanoTime() - before;
      assertEquals("", history.contradiction());
      assertTrue(history.decided());
      overlaps += overlaps(trace);
      trace.events(Call.class).forEach(call -> answers.merge(call.operation().name() + " " + call.errno(), 1, Integer::sum));
    }
    System.err.println(answers + " overlaps " + overlaps + " all " + (System.nanoTime() - started) / 1e9 + " s, judging " + judging / 1e9);
  }

  @Test
  @Tag("kernel")
  @DisplayName("with thousands of calls is explained at once")
  void large() throws Exception {
    Trace trace = natural(new QueueScripts(1).large(6, 6000), 1);
    long before = System.nanoTime();
    History history = History.of(trace);
    System.err.println("large: " + trace.events().size() + " events, " + overlaps(trace) + " overlaps, " + (System.nanoTime() - before) / 1e6 + " ms");
    assertEquals("", history.contradiction());
    assertTrue(history.decided());
  }

  private Trace natural(QueueScripts scripts, long seed) throws Exception {
    Path submission = Files.createTempDirectory(directory, "scripts");
    scripts.write(submission);
    Program program = assertInstanceOf(Program.class, sandbox.build(submission, SPEC));
    Trace trace = sandbox.run(program, SPEC, new Schedule(Strategy.NATURAL, seed));
    assertInstanceOf(RunEnd.Finished.class, trace.end());
    return trace;
  }

  /** How many calls began while the one before them had not returned. */
  private static int overlaps(Trace trace) {
    List<Call> calls = trace.events(Call.class).toList();
    int overlaps = 0;
    for (int at = 1; at < calls.size(); at++) {
      overlaps += calls.get(at).entry() < calls.get(at - 1).seq() ? 1 : 0;
    }
    return overlaps;
  }
}
