package ipcgrade.report.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.grade.Expected;
import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.grade.Rehearsal;
import ipcgrade.grade.Submissions;
import ipcgrade.report.Golden;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalReportTest {
  @ParameterizedTest
  @ValueSource(strings = {"en", "it"})
  @DisplayName("a deliberately wrong expected.yml is told rule by rule, with what to call next")
  void differences(String language) {
    Golden.check(
        "console/rehearsal-" + language + ".txt",
        Golden.printed(
            UTF_8,
            false,
            screen -> new RehearsalReport(screen, Words.in(language), Samples.spec())
                .print(rehearsals(), "submissions")));
  }

  @Test
  @DisplayName("what is right is short")
  void right() {
    assertEquals(
        """
        Distributed registry                                                                     submissions
        ────────────────────────────────────────────────────────────────────────────────────────────────────
          ✓ bianchi  8/8
        ────────────────────────────────────────────────────────────────────────────────────────────────────
        1 as expected, none differ
        """,
        Golden.printed(
            UTF_8,
            false,
            screen -> new RehearsalReport(screen, Words.in("en"), Samples.spec())
                .print(rehearsals().subList(0, 1), "submissions")));
  }

  private static List<Rehearsal> rehearsals() {
    Result.Submission wrong = Samples.wrong();
    return List.of(
        asItIs(Samples.right()),
        rehearsal(
            Optional.of(
                new Expected(
                    "Receives with msgtyp 0.",
                    Outcome.GRADED,
                    4,
                    Verdict.PASS,
                    Map.of("bind-once", Verdict.FAIL, "exit-registry", Verdict.NOT_REACHED))),
            wrong,
            wrong),
        rehearsal(
            Optional.of(new Expected("Right.", Outcome.GRADED, 8, Verdict.PASS, Map.of())),
            Samples.unbuilt()),
        rehearsal(Optional.empty(), wrong, Samples.right()),
        rehearsal(Optional.empty(), wrong),
        rehearsal(
            Optional.of(new Expected("Right.", Outcome.GRADED, 8, Verdict.PASS, Map.of())),
            Samples.broken()));
  }

  private static Rehearsal asItIs(Result.Submission submission) {
    return new Rehearsal(
        fixture(
            submission.name(),
            Optional.of(new Expected("Right.", Outcome.GRADED, 8, Verdict.PASS, Map.of()))),
        List.of(submission),
        List.of(),
        List.of());
  }

  private static Rehearsal rehearsal(Optional<Expected> expected, Result.Submission... gradings) {
    return Rehearsal.of(
        fixture(gradings[0].name(), expected), List.of(gradings), Samples.spec());
  }

  private static Fixture fixture(String name, Optional<Expected> expected) {
    return new Fixture(new Submissions.Entry(name, Path.of("/class/submissions", name)), expected);
  }
}
