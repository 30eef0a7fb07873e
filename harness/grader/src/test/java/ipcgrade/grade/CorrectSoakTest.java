package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Grades each fixture that does all right under many schedules: none may cost it a point. How many is
 * {@code -Dsoak.schedules=1000}, which fixtures {@code -Dfixtures.only=REGEX}.
 */
@Tag("soak")
@DisplayName("A correct program")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrectSoakTest {
  private static final int SCHEDULES = Integer.getInteger("soak.schedules", 1000);
  private static final long MILLIS = Duration.ofHours(2).toMillis();

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
  @DisplayName("loses no point under any of many schedules")
  List<DynamicContainer> correct() throws Exception {
    return FixtureAssignment.tests(CorrectSoakTest::isCorrect, this::grade);
  }

  private static boolean isCorrect(FixtureAssignment assignment, Fixture fixture) {
    return fixture.expected().orElseThrow().score().least() == assignment.spec().maxScore();
  }

  /** As often as it takes, since a grader makes fewer runs of who fills its memory with traces. */
  private void grade(FixtureAssignment assignment, Fixture fixture) throws Exception {
    int made = 0;
    for (long seed = assignment.spec().run().seed(); made < SCHEDULES; seed++) {
      made += graded(assignment, fixture, seed);
    }
  }

  /** Grades it once with a master seed; returns the number of its runs. */
  private int graded(FixtureAssignment assignment, Fixture fixture, long seed) throws Exception {
    List<Trace> made = new ArrayList<>();
    Result.Submission result;
    try (Unpacking.Opened opened = Unpacking.open(fixture.submission().path())) {
      result =
          new Grader(often(assignment.spec().withSeed(seed)), assignment.scorer(), sandbox)
              .grade(fixture.submission().name(), opened, Progress.NONE, made::addAll);
    }
    assertEquals(Outcome.GRADED, result.outcome(), result::message);
    assertEquals(List.of(),
        result.rules().stream().filter(rule -> rule.points() < rule.maxPoints()).toList());
    assertFalse(made.isEmpty(), "no run at all");
    return made.size();
  }

  private static Spec often(Spec spec) {
    Spec.Run run = spec.run();
    return new Spec(
        spec.id(),
        spec.title(),
        spec.build(),
        new Spec.Run(run.arguments(), SCHEDULES, MILLIS, run.untimely(), run.limits(), run.seed()),
        spec.roles(),
        spec.channels(),
        spec.kinds(),
        spec.rules(),
        spec.image(),
        spec.faults());
  }
}
