package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.grade.Rehearsal.State;
import ipcgrade.grade.Rehearsal.Unsteady;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  private static Spec spec;

  @BeforeAll
  static void load() throws Exception {
    spec = SpecLoader.load(Path.of("src/test/resources/ipcgrade/spec/minimal.yml"));
  }

  private static Fixture expecting(Optional<Expected> expected) {
    return new Fixture(new Submissions.Entry("x", Path.of("x")), expected);
  }

  private static final Fixture RIGHT =
      expecting(Optional.of(new Expected("right", Outcome.GRADED, 3, Verdict.PASS, Map.of())));

  private static Result.Submission graded(double score, Verdict first, Verdict second) {
    return new Result.Submission(
        "x",
        Outcome.GRADED,
        "",
        score,
        3,
        List.of(
            new Result.Rule("bind-once", first, 0, 2, List.of(), List.of()),
            new Result.Rule("random", second, 0, 1, List.of(), List.of())),
        List.of());
  }

  private static Result.Submission faulty() {
    return new Result.Submission(
        "x", Outcome.INFRASTRUCTURE, "no sandbox", 0, 3, List.of(), List.of());
  }

  @Test
  void whatIsAsExpectedEveryTimeIsAsExpected() {
    Result.Submission right = graded(3, Verdict.PASS, Verdict.PASS);
    Rehearsal rehearsal = Rehearsal.of(RIGHT, List.of(right, right), spec);
    assertEquals(State.AS_EXPECTED, rehearsal.state());
    assertEquals(State.UNEXPECTED, Rehearsal.of(expecting(Optional.empty()), List.of(right), spec).state());
  }

  @Test
  void oneGradingThatDiffersIsSeenAndSoIsHowOften() {
    Result.Submission right = graded(3, Verdict.PASS, Verdict.PASS);
    Result.Submission racy = graded(2, Verdict.RACY, Verdict.PASS);
    Rehearsal rehearsal = Rehearsal.of(RIGHT, List.of(right, racy, right), spec);

    assertEquals(State.DIFFERS, rehearsal.state());
    assertEquals(
        List.of("bind-once: expected PASS, was RACY", "score: expected 3, was 2"),
        rehearsal.differences().stream().map(Differences::line).toList());
    assertEquals(
        List.of(
            new Unsteady("bind-once", Map.of("PASS", 2, "RACY", 1)),
            new Unsteady("score", Map.of("3", 2, "2", 1))),
        rehearsal.unsteady());
    assertEquals(racy, rehearsal.shown(spec));
  }

  @Test
  void whatLuckDecidesIsSeenWithoutAnExpectation() {
    Rehearsal rehearsal =
        Rehearsal.of(
            expecting(Optional.empty()),
            List.of(graded(3, Verdict.PASS, Verdict.PASS), graded(2, Verdict.PASS, Verdict.FAIL)),
            spec);
    assertEquals(State.DIFFERS, rehearsal.state());
  }

  @Test
  void aFaultOfTheHarnessIsNoDifference() {
    Result.Submission right = graded(3, Verdict.PASS, Verdict.PASS);
    assertEquals(
        State.NOT_GRADED, Rehearsal.of(RIGHT, List.of(right, faulty()), spec).state());
  }

  @Test
  void anAssignmentsDirectoryMeansItsSubmissions(@TempDir Path directory) throws Exception {
    Path submissions = Files.createDirectory(directory.resolve("submissions"));
    submission(submissions.resolve("right"), "why: right\nscore: 3\n");
    submission(submissions.resolve("other"), "");
    for (Path place : List.of(directory, submissions)) {
      Fixtures fixtures = Fixtures.in(place, spec);
      assertEquals(
          List.of("other", "right"),
          fixtures.all().stream().map(fixture -> fixture.submission().name()).toList());
      assertEquals(
          List.of(false, true), fixtures.all().stream().map(f -> f.expected().isPresent()).toList());
    }
    Path above = Files.createDirectory(directory.resolve("above"));
    Files.createDirectories(above.resolve("one/submissions"));
    Files.createDirectory(above.resolve("two"));
    assertEquals(List.of(above.resolve("one")), Fixtures.assignments(above));
  }

  @Test
  void rulesThatNoFixtureBreaksOrPassesAreUntested(@TempDir Path directory) throws Exception {
    submission(directory.resolve("wrong"),
        "why: wrong\nscore: 0\nverdicts: { random: FAIL, bind-once: RACY }\n");
    assertEquals(List.of(), Fixtures.in(directory, spec).unbroken());
    assertEquals(spec.rules(), Fixtures.in(directory, spec).unpassed());

    submission(directory.resolve("right"), "why: right\nscore: 3\n");
    assertEquals(List.of(), Fixtures.in(directory, spec).unpassed());

    submission(directory.resolve("wrong"), "why: wrong\nscore: 2\nverdicts: { random: FAIL }\n");
    submission(directory.resolve("unbuilt"),
        "why: wrong\noutcome: BUILD_FAILED\nscore: 0\nverdicts: { bind-once: FAIL }\n");
    assertEquals(List.of(spec.rules().getFirst()), Fixtures.in(directory, spec).unbroken());
  }

  private static void submission(Path directory, String expected) throws Exception {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("main.c"), "int main(void) { return 0; }\n");
    if (!expected.isEmpty()) {
      Files.writeString(directory.resolve("expected.yml"), expected);
    }
  }
}
