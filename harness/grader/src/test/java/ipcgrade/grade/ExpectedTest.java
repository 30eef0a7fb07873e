package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ipcgrade.grade.Expected.Bug;
import ipcgrade.grade.Expected.Points;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecLoader;
import ipcgrade.spec.YamlDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final Path FILE = Path.of("expected.yml");
  private static Spec spec;

  @BeforeAll
  static void load() throws Exception {
    spec = SpecLoader.load(Path.of("../../grading.yml"));
  }

  private static Expected expected(String source) throws SpecException {
    return Expected.load(YamlDocument.parse(source, FILE), spec);
  }

  private static List<String> differences(Expected expected, Result.Submission submission) {
    return expected.compare(submission, spec).stream().map(Differences::line).toList();
  }

  private static Result.Submission submission(double score, Map<String, Verdict> verdicts) {
    List<Result.Rule> rules =
        spec.rules().stream()
            .map(
                rule -> {
                  Verdict verdict = verdicts.getOrDefault(rule.id(), Verdict.PASS);
                  return new Result.Rule(
                      rule.id(),
                      verdict,
                      0,
                      rule.points(),
                      rule.each().isEmpty()
                          ? List.of(new Result.Instance("", verdict, List.of()))
                          : List.of(
                              new Result.Instance("client 1", Verdict.PASS, List.of()),
                              new Result.Instance("client 2", verdict, List.of())),
                      List.of());
                })
            .toList();
    return new Result.Submission("x", Outcome.GRADED, "", score, 30, rules, List.of());
  }

  @Test
  void allRulesPassUnlessNamed() throws Exception {
    Expected expected = expected("why: right\nscore: 30\n");

    assertEquals(
        new Expected(
            "right",
            Outcome.GRADED,
            Set.of(),
            new Points(30, 30),
            Verdict.PASS,
            Map.of(),
            Optional.empty(),
            Optional.empty()),
        expected);
    assertEquals(List.of(), differences(expected, submission(30, Map.of())));
  }

  @Test
  void eachDifferenceIsALine() throws Exception {
    Expected expected =
        expected("why: wrong\nscore: 28.67\nverdicts: { selective-receive: FAIL, processes: RACY }\n");

    assertEquals(
        List.of(
            "processes: expected RACY, was PASS",
            "bind-id: expected PASS, was FAIL (client 1 PASS, client 2 FAIL)",
            "selective-receive: expected FAIL, was PASS (client 1 PASS, client 2 PASS)",
            "score: expected 28.67, was 30"),
        differences(expected, submission(30, Map.of("bind-id", Verdict.FAIL))));
    assertEquals(
        List.of(),
        differences(
            expected,
            submission(
                28 + 2.0 / 3,
                Map.of("selective-receive", Verdict.FAIL, "processes", Verdict.RACY))));
  }

  @Test
  void adviceIsComparedWhereItIsNamed() throws Exception {
    Result.Submission plain = submission(30, Map.of());

    assertEquals(List.of(), differences(expected("why: right\nscore: 30\nadvice: []\n"), plain));
    assertEquals(
        List.of("advice: expected [ftok, polling], was []"),
        differences(expected("why: right\nscore: 30\nadvice: [polling, ftok]\n"), plain));
  }

  @Test
  void whatDependsOnTheSchedulesMayBeAnyOfSeveral() throws Exception {
    Expected expected =
        expected("why: racy\nscore: [28.5, 30]\nverdicts: { clean-end: [RACY, PASS], bind-id: RACY }\n");

    assertEquals(
        List.of(), differences(expected, submission(28.5, Map.of("bind-id", Verdict.RACY))));
    assertEquals(
        List.of(),
        differences(
            expected, submission(30, Map.of("bind-id", Verdict.RACY, "clean-end", Verdict.RACY))));
    assertEquals(
        List.of(
            "bind-id: expected RACY, was PASS (client 1 PASS, client 2 PASS)",
            "clean-end: expected PASS or RACY, was FAIL",
            "score: expected 28.50–30, was 28.49"),
        differences(expected, submission(28.49, Map.of("clean-end", Verdict.FAIL))));
  }

  @Test
  void aSeededBugIsFoundByTheRunsThatShowIt() throws Exception {
    Bug bug =
        expected(
            """
            why: racy
            score: [29, 30]
            bug:
              rules: [bind-id, clean-end]
              ends: deadlock
              depth: 2
              when: both look before either has sent
            """)
            .bug()
            .orElseThrow();
    assertEquals(
        new Bug(Set.of("bind-id", "clean-end"), true, 2, true, "both look before either has sent"), bug);

    Result.Submission submission =
        new Result.Submission(
            "x",
            Outcome.GRADED,
            "",
            29,
            30,
            List.of(broken("bind-id", 1, 4), broken("bind-once", 0), broken("clean-end", 4)),
            Stream.of("finished", "finished", "deadlock", "limit", "finished").map(ExpectedTest::run)
                .toList());
    assertEquals(List.of(1, 2, 4), bug.foundIn(submission));
    assertEquals(
        List.of(1, 4), new Bug(Set.of("bind-id"), false, 2, true, "x").foundIn(submission));
    assertEquals(List.of(2), new Bug(Set.of(), true, 2, true, "x").foundIn(submission));
    assertEquals(List.of(), new Bug(Set.of("bind-id"), true, 2, false, "x").foundIn(submission));
  }

  @Test
  void aBugThatSleepsHideIsFoundByUntimelyRunsOnly() {
    Result.Run early =
        new Result.Run(
            "directed", 1, false, false, "", "deadlock", "", 0, 1, 1, List.of(), List.of(), List.of(),
            List.of(),
            List.of());
    Result.Submission submission =
        new Result.Submission(
            "x", Outcome.GRADED, "", 30, 30, List.of(), List.of(run("deadlock"), early));

    assertEquals(List.of(1), new Bug(Set.of(), true, 1, false, "x").foundIn(submission));
    assertEquals(List.of(0), new Bug(Set.of(), true, 1, true, "x").foundIn(submission));
  }

  private static Result.Rule broken(String id, Integer... runs) {
    return new Result.Rule(
        id,
        Verdict.RACY,
        0.5,
        1,
        List.of(new Result.Instance("", Verdict.RACY, List.of(runs))),
        List.of());
  }

  private static Result.Run run(String end) {
    return new Result.Run("fair", 1, end, "", 0, 1, 1, List.of());
  }

  @Test
  void aBugThatCannotBeUsedIsAFault() {
    assertEquals(
        "expected.yml:5:11: unknown rule 'bind-ids'; did you mean 'bind-id'?",
        fault("why: x\nscore: 1\nbug:\n  depth: 1\n  rules: [bind-ids]\n  when: x\n"));
    assertEquals(
        "expected.yml:2:8: the first of two scores must not be above the second",
        fault("why: x\nscore: [3, 1]\n"));
  }

  private static String fault(String source) {
    return String.valueOf(assertThrows(SpecException.class, () -> expected(source)).getMessage());
  }

  @Test
  void anUnexpectedOutcomeIsToldWithItsMessage() throws Exception {
    Result.Submission failed =
        new Result.Submission(
            "x", Outcome.BUILD_FAILED, "main.c:1: error", 0, 30, List.of(), List.of());

    assertEquals(
        List.of("outcome: expected GRADED, was BUILD_FAILED (main.c:1: error)", "score: expected 30, was 0"),
        differences(expected("why: right\nscore: 30\n"), failed));
    assertEquals(
        List.of(),
        differences(expected("why: does not compile\noutcome: BUILD_FAILED\nscore: 0\n"), failed));
  }

  @Test
  void theLimitThatEndedRunsIsComparedWhereItIsNamed() throws Exception {
    Result.Submission spinning = exceeded("cpu: 500 ms; wall: 2 s", "cpu: 500 ms", "wall: 2 s");
    String file = "why: it spins\noutcome: LIMIT_EXCEEDED\nscore: 3\n";

    assertEquals(List.of(), differences(expected(file), spinning));
    assertEquals(List.of(), differences(expected(file + "limit: [cpu, wall]\n"), spinning));
    assertEquals(
        List.of("limit: expected cpu, was cpu and wall"),
        differences(expected(file + "limit: cpu\n"), spinning));
    assertEquals(
        List.of("limit: expected events or memory, was cpu and wall"),
        differences(expected(file + "limit: [memory, events]\n"), spinning));
    assertEquals(
        List.of("outcome: expected LIMIT_EXCEEDED, was GRADED", "score: expected 3, was 30"),
        differences(expected(file + "limit: cpu\n"), submission(30, Map.of())));
  }

  @Test
  void theLimitOfABuildIsComparedToo() throws Exception {
    Result.Submission filling = exceeded("build-disk: 512 MiB\nwall: no space left");
    String file = "why: it fills the disk\noutcome: LIMIT_EXCEEDED\nscore: 3\nlimit: ";

    assertEquals(List.of(), differences(expected(file + "build-disk\n"), filling));
    assertEquals(
        List.of("limit: expected build, was build-disk"),
        differences(expected(file + "build\n"), filling));
  }

  private static Result.Submission exceeded(String message, String... ends) {
    List<Result.Run> runs =
        Stream.of(ends)
            .map(end -> new Result.Run("fair", 1, "limit", end, 0, 1, 1, List.of()))
            .toList();
    return new Result.Submission("x", Outcome.LIMIT_EXCEEDED, message, 3, 30, List.of(), runs);
  }

  @Test
  void aRuleThatIsNotInTheSpecIsAFault() {
    SpecException e =
        assertThrows(
            SpecException.class,
            () -> expected("why: x\nscore: 1\nverdicts:\n  selctive-receive: FAIL\n  bind-id: Fail\n"));
    assertEquals(
        "expected.yml:5:12: 'bind-id' must be a verdict: PASS, FAIL, RACY, INCONCLUSIVE or NOT_REACHED, not 'Fail'",
        e.getMessage());

    SpecException unknown =
        assertThrows(
            SpecException.class,
            () -> expected("why: x\nscore: 1\nverdicts:\n  selctive-receive: FAIL\n"));
    assertEquals(
        "expected.yml:4:3: unknown rule 'selctive-receive'; did you mean 'selective-receive'?",
        unknown.getMessage());
  }
}
