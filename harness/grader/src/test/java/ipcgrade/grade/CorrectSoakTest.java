package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Grades each fixture that does all right under many schedules: none may cost it a point. How many is
 * {@code -Dsoak.schedules=1000}, which fixtures {@code -Dsoak.only=REGEX}.
 */
@Tag("soak")
@DisplayName("A correct program")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrectSoakTest {
  private static final Path FIXTURES = Path.of("../../fixtures");
  private static final int SCHEDULES = Integer.getInteger("soak.schedules", 1000);
  private static final String ONLY = System.getProperty("soak.only", ".*");
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
  Stream<DynamicTest> correct() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path directory : Fixtures.assignments(FIXTURES)) {
      Path file = SpecFile.find(directory, Optional.empty()).orElseThrow();
      Spec spec = SpecLoader.load(file);
      Scorer scorer = Scorer.of(spec, file);
      for (Fixture fixture : Fixtures.in(directory, spec).all()) {
        if (isCorrect(fixture, spec) && fixture.submission().name().matches(ONLY)) {
          tests.add(
              dynamicTest(
                  directory.getFileName() + " " + fixture.submission().name(),
                  () -> grade(fixture, spec, scorer)));
        }
      }
    }
    assertTrue(!tests.isEmpty(), "no correct fixture is called " + ONLY);
    return tests.stream();
  }

  private static boolean isCorrect(Fixture fixture, Spec spec) {
    return fixture.expected().orElseThrow().score().least() == spec.maxScore();
  }

  private void grade(Fixture fixture, Spec spec, Scorer scorer) throws Exception {
    List<Trace> made = new ArrayList<>();
    Result.Submission result;
    try (Unpacking.Opened opened = Unpacking.open(fixture.submission().path())) {
      result =
          new Grader(often(spec), scorer, sandbox)
              .grade(fixture.submission().name(), opened, Progress.NONE, made::addAll);
    }
    assertEquals(Outcome.GRADED, result.outcome(), result::message);
    assertEquals(List.of(),
        result.rules().stream().filter(rule -> rule.points() < rule.maxPoints()).toList());
    assertTrue(made.size() >= SCHEDULES, () -> made.size() + " runs");
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
