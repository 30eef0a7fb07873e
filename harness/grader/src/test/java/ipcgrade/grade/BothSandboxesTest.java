package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.sandbox.docker.Engines;
import ipcgrade.score.Result;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every fixture in a Docker container as on this machine: the same verdicts, and the same traces but for what
 * chance decides. Where a program draws lots without a seed, as with getrandom(2), traces are not the same on
 * one machine either.
 */
@Tag("kernel")
@DisplayName("Both sandboxes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BothSandboxesTest {
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  private RecordingSandbox docker;

  @BeforeAll
  void open() throws Exception {
    docker = new RecordingSandbox(Engines.ready().open());
  }

  @AfterAll
  void close() {
    executor.close();
    docker.close();
  }

  @TestFactory
  @DisplayName("give every fixture the same grade, of the same traces")
  List<DynamicContainer> fixtures() throws Exception {
    return FixtureAssignment.tests(this::compare);
  }

  private void compare(FixtureAssignment assignment, Fixture fixture) throws Exception {
    Spec spec = assignment.spec();
    Scorer scorer = assignment.scorer();
    Submissions.Entry submission = fixture.submission();
    // both at once, since a grader waits for its runs most of the time
    Future<GradedHere.Graded> local = executor.submit(() -> GradedHere.graded(submission, spec, scorer));
    Result.Submission there =
        new Grader(spec, scorer, docker).grade(submission.name(), submission.path(), Progress.NONE);
    GradedHere.Graded here = local.get();
    Rehearsal rehearsal = Rehearsal.of(fixture, List.of(there), spec);
    assertEquals(List.of(), rehearsal.differences().stream().map(Differences::line).toList());
    assertEquals(verdicts(here.result()), verdicts(there));
    if (!here.runs().equals(docker.runs()) && GradedHere.isSteady(submission, spec, scorer)) {
      assertEquals(here.runs(), docker.runs());
    }
  }

  /** All but the texts of a result: a compiler of another version words errors differently, and keys differ. */
  private static List<String> verdicts(Result.Submission result) {
    List<String> verdicts = new ArrayList<>(List.of(result.outcome() + " " + result.score()));
    result.rules().forEach(rule -> verdicts.add(rule.id() + " " + rule.verdict() + " " + rule.points()));
    result.advice().forEach(advice -> verdicts.add(advice.id()));
    return verdicts;
  }
}
