package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.explore.Findings.Found;
import ipcgrade.explore.Machine.Op;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Decision;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** C programs under the agent, beside the same programs on the machine of these tests. */
@Tag("kernel")
@DisplayName("The search through all schedules of a C program")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealProgramsTest {
  private static final int MOST_ORDERS = 100_000;

  private static final Spec SPEC = Prerequisites.plain();

  private static final List<Op> SENDERS =
      List.of(
          new Op.Get(), new Op.Fork(List.of(new Op.Send(0, 1))), new Op.Fork(List.of(new Op.Send(0, 2))),
          new Op.Wait(), new Op.Wait());

  private static final List<Op> THIEF =
      List.of(
          new Op.Get(), new Op.Fork(List.of(new Op.Receive(0, 0, false))),
          new Op.Fork(List.of(new Op.Receive(0, 2, false))), new Op.Send(0, 2), new Op.Send(0, 1),
          new Op.Wait(),
          new Op.Wait());

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

  /** Which of the two sends first, and whether the first wait comes before or after the second end: 2 · 2. */
  @Test
  @DisplayName("finds the four classes of two senders")
  void senders() throws Exception {
    Extent extent = sameClasses("senders", SENDERS);
    assertEquals(4, extent.schedules());
  }

  @Test
  @DisplayName("finds every class of a program that may come to a deadlock, and each deadlock")
  void thief() throws Exception {
    sameClasses("thief", THIEF);
  }

  @Test
  @DisplayName("makes every schedule with at most one preemption")
  void bounded() throws Exception {
    Simulated machine = new Simulated(SENDERS, 1, 9);
    List<List<String>> seen = new ArrayList<>();
    Extent extent =
        new Exhaustive(runner("senders"), 1, true).bounded(1, () -> true, trace -> seen.add(order(trace)));
    Set<List<String>> expected = new HashSet<>();
    BruteForce.of(machine.machine(), MOST_ORDERS).orders.forEach((order, preemptions) -> {
      if (preemptions <= 1) {
        expected.add(order);
      }
    });
    assertEquals(expected, new HashSet<>(seen));
    assertEquals(expected.size(), seen.size());
    assertEquals(OptionalInt.of(1), extent.preemptions());
    assertTrue(extent.sound());
    assertFalse(extent.all());
  }

  @Test
  @DisplayName("promises nothing where a process waits for what is not modelled")
  void outside() throws Exception {
    Extent extent = new Exhaustive(runner("pipe"), 1, true).bounded(1, () -> true, _ -> {});
    assertTrue(extent.gaps().contains(Gap.OUTSIDE), extent::toString);
    assertFalse(extent.sound());
  }

  @Test
  @DisplayName("tells of a deadlock with a schedule that leads there every time")
  void hunt() throws Exception {
    Runner runner = runner("thief");
    Plan plan =
        new Plan(List.of(Method.values()), 60, Duration.ofMinutes(2), OptionalInt.empty(), 1, true);
    Findings findings =
        new Hunt(runner, new Judge(SPEC, Scorer.of(SPEC, Path.of("grading.yml"))), plan, _ -> {}).hunt();
    Found deadlock = findings.faults().getFirst();
    assertEquals(new Fault.Deadlock(), deadlock.fault());
    assertTrue(deadlock.times() > 1 && deadlock.times() < findings.judged(), findings::toString);
    for (int again = 0; again < 3; again++) {
      Trace repeated = runner.run(deadlock.schedule());
      assertTrue(repeated.end() instanceof RunEnd.Deadlock);
      assertEquals(
          new Strategy.Replay(Decision.turns(repeated.decisions())), deadlock.schedule().strategy());
    }
    assertTrue(findings.turned() > 0 && findings.interleavings() > 1, findings::toString);
  }

  private Extent sameClasses(String name, List<Op> program) throws Exception {
    Simulated machine = new Simulated(program, 1, 9);
    BruteForce all = BruteForce.of(machine.machine(), MOST_ORDERS);
    List<String> classes = new ArrayList<>();
    Extent extent =
        new Exhaustive(runner(name), 1, true)
            .reduced(
                () -> true,
                trace -> {
                  Machine played = machine.machine();
                  classes.add(BruteForce.canonical(order(trace).stream().map(played::go).toList()));
                  assertEquals(played.finished(), trace.end() instanceof RunEnd.Finished);
                });
    assertEquals(all.classes.keySet(), new HashSet<>(classes));
    assertEquals(all.classes.size(), classes.size());
    assertTrue(extent.all(), extent::toString);
    return extent;
  }

  private Runner runner(String name) throws Exception {
    Path submission = Files.createDirectories(directory.resolve(name));
    try (InputStream source = RealProgramsTest.class.getResourceAsStream(name + ".c")) {
      Files.write(submission.resolve(name + ".c"), Objects.requireNonNull(source).readAllBytes());
    }
    Program program = (Program) sandbox.build(submission, SPEC);
    return schedule -> sandbox.run(program, SPEC, schedule);
  }

  private static List<String> order(Trace trace) {
    return trace.decisions().stream().map(Decision::task).map(Decision.Option::name).toList();
  }
}
