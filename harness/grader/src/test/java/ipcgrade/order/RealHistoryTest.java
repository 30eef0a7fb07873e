package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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

  /**
   * One of so many runs may leave the search more orders than it looks at: calls stay open for long where the kernel
   * takes the processor away within them.
   */
  private static final int UNDECIDED = 20;

  /** How much longer than it is asked to a test plays on until it has seen all, which is up to the kernel. */
  private static final int PATIENCE = 5;

  private static final List<String> ANSWERS =
      List.of(
          "msgrcv 0", "msgrcv 4", "msgrcv 7", "msgrcv 14", "msgrcv 22", "msgrcv 42", "msgrcv 43", "msgsnd 0",
          "msgsnd 4", "msgsnd 11", "msgsnd 22", "msgsnd 43");

  private static final Spec SPEC = Prerequisites.plain();

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
  @DisplayName("in some hundred scripts is what the model allows, mutated it is not")
  void some() throws Exception {
    play(0, 12);
  }

  @Test
  @Tag("soak")
  @DisplayName("in thousands of scripts is what the model allows, mutated it is not")
  void thousands() throws Exception {
    play(1000, 200);
  }

  /** Each answer that the model speaks of must come, if not in so many runs then in some more. */
  private void play(long firstSeed, int atLeast) throws Exception {
    Set<String> missing = new TreeSet<>(ANSWERS);
    int overlaps = 0;
    int refused = 0;
    int undecided = 0;
    int runs = 0;
    while (runs < atLeast || (!missing.isEmpty() && runs < PATIENCE * atLeast)) {
      long seed = firstSeed + runs++;
      QueueScripts scripts = new QueueScripts(seed);
      for (int script = 0; script < SCRIPTS_PER_RUN; script++) {
        scripts.small();
      }
      Trace trace = natural(scripts, seed);
      History history = History.of(trace);
      assertEquals("", history.contradiction());
      undecided += history.decided() ? 0 : 1;
      overlaps += overlaps(trace);
      trace.events(Call.class).forEach(call -> missing.remove(call.operation().name() + " " + call.errno()));
      Trace mutated = Mutation.INVENTED.of(trace, new Random(seed));
      assertFalse(History.of(mutated).decided(), "seed " + seed);
      refused += History.of(mutated).contradiction().isEmpty() ? 0 : 1;
    }
    assertTrue(UNDECIDED * undecided <= runs, undecided + " of " + runs + " runs are not decided");
    assertTrue(overlaps > 10 * runs, overlaps + " overlaps");
    assertTrue(2 * refused > runs, refused + " refused");
    assertEquals(Set.of(), missing, "answers that never came in " + runs + " runs");
  }

  @Test
  @Tag("kernel")
  @DisplayName("with two thousand calls of seven processes is explained")
  void large() throws Exception {
    boolean decided = false;
    for (int run = 0; run < PATIENCE && !decided; run++) {
      History history = History.of(natural(new QueueScripts(1).large(7, 2000, 0, 200), 1));
      assertEquals("", history.contradiction());
      decided = history.decided();
    }
    assertTrue(decided);
  }

  private Trace natural(QueueScripts scripts, long seed) throws Exception {
    Path submission = Files.createTempDirectory(directory, "scripts");
    scripts.write(submission);
    Program program = assertInstanceOf(Program.class, sandbox.build(submission, SPEC));
    Trace trace = sandbox.run(program, SPEC, new Schedule(new Strategy.Natural(), seed));
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
