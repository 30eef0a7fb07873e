package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.Expected;
import ipcgrade.grade.FixtureAssignment;
import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.grade.Grader;
import ipcgrade.grade.Progress;
import ipcgrade.rule.Verdict;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Assessment;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Replay;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Event;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Runs each fixture under many seeds, each twice, and what was decided once more: the traces must be the same,
 * byte for byte but for real times. How many seeds is {@code -Dreplay.seeds=100}.
 */
@Tag("soak")
@DisplayName("The same schedule")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplaySoakTest {
  private static final int SEEDS = Integer.getInteger("replay.seeds", 100);

  private LocalSandbox sandbox;

  @BeforeAll
  void open() throws Exception {
    sandbox = LocalSandbox.open(Home.find());
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  @TestFactory
  @DisplayName("makes the same trace")
  List<DynamicContainer> same() throws Exception {
    return FixtureAssignment.tests(this::replay);
  }

  @TestFactory
  @DisplayName("breaks the same rule")
  List<DynamicContainer> breaks() throws Exception {
    return FixtureAssignment.tests((_, fixture) -> breaksRules(fixture), this::breaks);
  }

  private static boolean breaksRules(Fixture fixture) {
    Expected expected = fixture.expected().orElseThrow();
    return expected.outcome() == Outcome.GRADED
        && Stream.concat(Stream.of(Set.of(expected.otherwise())), expected.verdicts().values().stream())
            .flatMap(Set::stream)
            .anyMatch(verdict -> verdict == Verdict.FAIL || verdict == Verdict.RACY);
  }

  private void breaks(FixtureAssignment assignment, Fixture fixture) throws Exception {
    Spec spec = assignment.spec();
    List<Trace> made = new ArrayList<>();
    Result.Submission graded;
    try (Unpacking.Opened opened = Unpacking.open(fixture.submission().path())) {
      graded =
          new Grader(spec, assignment.scorer(), sandbox)
              .grade(fixture.submission().name(), opened, Progress.NONE, made::addAll);
    }
    // none where only a rule is broken about what should vary between runs
    Map<Replay, Set<String>> rules = new LinkedHashMap<>();
    for (Result.Rule rule : graded.rules()) {
      if (rule.replay() != null) {
        rules.computeIfAbsent(rule.replay(), _ -> new TreeSet<>()).add(rule.id());
      }
    }
    Sandbox.Program program =
        (Sandbox.Program) Unpacking.build(sandbox, fixture.submission().path(), spec);
    Assessment assessment = assignment.scorer().assess(made);
    for (Map.Entry<Replay, Set<String>> fault : rules.entrySet()) {
      Schedule schedule = fault.getKey().schedule(Turn.parse(fault.getKey().turns()));
      String first = "";
      for (int i = 0; i < SEEDS; i++) {
        Trace trace = sandbox.run(program, spec, schedule);
        Set<String> broken = assessment.broken(trace);
        assertTrue(broken.containsAll(fault.getValue()), fault + ": " + broken);
        assertEquals(first.isEmpty() ? text(trace) : first, text(trace), fault::toString);
        first = text(trace);
      }
    }
  }

  private void replay(FixtureAssignment assignment, Fixture fixture) throws Exception {
    Spec spec = assignment.spec();
    if (!(Unpacking.build(sandbox, fixture.submission().path(), spec) instanceof Sandbox.Program program)) {
      return;
    }
    for (int seed = 1; seed <= SEEDS; seed++) {
      Strategy strategy = seed % 2 == 0 ? new Strategy.Random() : new Strategy.Pct(3, 100);
      Trace one = sandbox.run(program, spec, new Schedule(strategy, seed));
      if (one.end() instanceof RunEnd.LimitExceeded) {
        return; // when exactly a limit ends a run is real time's business
      }
      Trace two = sandbox.run(program, spec, new Schedule(strategy, seed));
      assertEquals(text(one), text(two), "seed " + seed);
      assertEquals(one.decisions(), two.decisions(), "seed " + seed);
      Strategy turns = new Strategy.Replay(Decision.turns(one.decisions()));
      assertEquals(text(one), text(sandbox.run(program, spec, new Schedule(turns, seed))),
          "replay of seed " + seed);
    }
  }

  private static String text(Trace trace) {
    StringBuilder text = new StringBuilder();
    trace.events().forEach(event -> text.append(TraceFormat.line(timeless(event))).append('\n'));
    return text.append(trace.end()).toString();
  }

  /** Without the real times of the queue table. */
  private static Event timeless(Event event) {
    return event instanceof Event.Call call
        ? new Event.Call(
            call.seq(), call.entry(), call.time(), call.entryTime(), call.pid(), call.tid(), call.operation(),
            call.result(), call.pending(), call.stack(),
            call.queues().stream().map(ReplaySoakTest::timeless).toList())
        : event;
  }

  private static QueueState timeless(QueueState state) {
    return new QueueState(
        state.key(), state.msqid(), state.mode(), state.cbytes(), state.qnum(), state.lspid(), state.lrpid(),
        state.uid(), state.gid(), 0, 0, 0);
  }
}
