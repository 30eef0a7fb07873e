package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.grade.Fixtures;
import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.grade.Grader;
import ipcgrade.grade.Progress;
import ipcgrade.grade.Replayer;
import ipcgrade.grade.SpecFile;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Replay;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Event;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Runs each fixture under many seeds, each twice, and what was decided once more: the traces must be the same,
 * byte for byte but for real times. How many seeds is {@code -Dreplay.seeds=100}, which fixtures
 * {@code -Dreplay.only=REGEX}.
 */
@Tag("soak")
@DisplayName("The same schedule")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplaySoakTest {
  private static final Path FIXTURES = Path.of("../../fixtures");
  private static final int SEEDS = Integer.getInteger("replay.seeds", 100);
  private static final String ONLY = System.getProperty("replay.only", ".*");

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
  Stream<DynamicContainer> same() throws Exception {
    List<DynamicContainer> containers = new ArrayList<>();
    for (Path directory : Fixtures.assignments(FIXTURES)) {
      Spec spec = SpecLoader.load(SpecFile.find(directory, Optional.empty()).orElseThrow());
      List<DynamicTest> tests = new ArrayList<>();
      for (Fixture fixture : Fixtures.in(directory, spec).all()) {
        if (fixture.submission().name().matches(ONLY)) {
          tests.add(dynamicTest(fixture.submission().name(), () -> replay(fixture, spec)));
        }
      }
      containers.add(dynamicContainer(directory.getFileName().toString(), tests));
    }
    return containers.stream();
  }

  @TestFactory
  @DisplayName("breaks the same rule")
  Stream<DynamicTest> breaks() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path directory : Fixtures.assignments(FIXTURES)) {
      Path file = SpecFile.find(directory, Optional.empty()).orElseThrow();
      Spec spec = SpecLoader.load(file);
      Scorer scorer = Scorer.of(spec, file);
      for (Fixture fixture : Fixtures.in(directory, spec).all()) {
        if (fixture.submission().name().startsWith("racy-") && fixture.submission().name().matches(ONLY)) {
          tests.add(dynamicTest(fixture.submission().name(), () -> breaks(fixture, spec, scorer)));
        }
      }
    }
    return tests.stream();
  }

  private void breaks(Fixture fixture, Spec spec, Scorer scorer) throws Exception {
    Result.Submission graded =
        new Grader(spec, scorer, sandbox)
            .grade(fixture.submission().name(), fixture.submission().path(), Progress.NONE);
    Sandbox.Program program =
        (Sandbox.Program) Unpacking.build(sandbox, fixture.submission().path(), spec);
    Replayer replayer = new Replayer(spec, scorer, sandbox);
    for (Result.Rule rule : graded.rules()) {
      Replay replay = rule.replay();
      for (int i = 0; replay != null && i < SEEDS; i++) {
        assertTrue(replayer.replay(program, replay, rule.id()).broken().contains(rule.id()),
            rule.id() + " " + replay);
      }
    }
  }

  private void replay(Fixture fixture, Spec spec) throws Exception {
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
