package ipcgrade.report.html;

import static java.util.stream.Collectors.joining;

import ipcgrade.grade.Graded;
import ipcgrade.grade.Graded.Contrast;
import ipcgrade.report.html.SubmissionPage.End;
import ipcgrade.report.html.SubmissionPage.Hint;
import ipcgrade.report.html.SubmissionPage.Lost;
import ipcgrade.report.html.SubmissionPage.Parting;
import ipcgrade.report.html.SubmissionPage.RuleLine;
import ipcgrade.report.html.SubmissionPage.RunLine;
import ipcgrade.report.telling.Outcomes;
import ipcgrade.report.telling.Runs;
import ipcgrade.report.telling.Sentences;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Criterion;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Limits;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes the page of one submission out of what grading found and saw. */
final class PageMaker {
  private static final int MOST_NAME = 120;
  private static final int MOST_LINES = 60;
  private static final int MOST_WIDTH = 400;
  private static final int MOST_WAITS = 30;

  private final Spec spec;
  private final Words words;
  private final Graded graded;
  private final Result.Submission result;
  private final SourceFiles sources;
  private final Exhibits exhibits;

  PageMaker(Spec spec, Words words, Graded graded, SourceFiles sources, Exhibits exhibits) {
    this.spec = spec;
    this.words = words;
    this.graded = graded;
    this.result = graded.result();
    this.sources = sources;
    this.exhibits = exhibits;
  }

  /**
   * The page.
   *
   * @param base as {@link Frame#base}
   * @param inClass whether there is a page of the class
   */
  SubmissionPage page(String base, boolean inClass) {
    String name = Printable.line(result.name(), MOST_NAME);
    String assignment = spec.title().in(words.locale());
    boolean scored = result.outcome() != Outcome.INFRASTRUCTURE;
    List<Lost> lost = lost(false);
    return new SubmissionPage(
        new Frame(words, name + " · " + assignment, base),
        name,
        assignment,
        scored
            ? words.get("check.score", words.points(result.score()), words.points(result.maxScore()))
            : "",
        scored && result.maxScore() > 0 ? Math.clamp(result.score() / result.maxScore(), 0, 1) : 0,
        result.outcome() == Outcome.GRADED ? "" : Outcomes.name(words, result.outcome()),
        Outcomes.reason(words, result),
        result.rules().stream().map(this::line).toList(),
        ends(),
        lost,
        lost(true),
        result.advice().stream().map(this::hint).toList(),
        IntStream.range(0, result.runs().size()).mapToObj(this::run).toList(),
        inClass);
  }

  private RuleLine line(Result.Rule rule) {
    return new RuleLine(
        rule.id(), title(rule), Sign.of(words, rule.verdict()), points(rule),
        rule.verdict() != Verdict.PASS);
  }

  private String points(Result.Rule rule) {
    return words.get("check.of", words.points(rule.points()), words.points(rule.maxPoints()));
  }

  private Optional<Spec.Rule> known(Result.Rule rule) {
    return spec.rules().stream().filter(each -> each.id().equals(rule.id())).findFirst();
  }

  private String title(Result.Rule rule) {
    return known(rule).map(each -> each.title().in(words.locale())).orElse(rule.id());
  }

  private List<Lost> lost(boolean unreached) {
    return result.rules().stream()
        .filter(rule -> rule.verdict() != Verdict.PASS)
        .filter(rule -> (rule.verdict() == Verdict.NOT_REACHED) == unreached)
        .map(this::lost)
        .toList();
  }

  private Lost lost(Result.Rule rule) {
    Optional<Spec.Rule> known = known(rule);
    List<Evidence> evidence = rule.evidence();
    int run = evidence.isEmpty() ? -1 : evidence.getFirst().run();
    Contrast made = graded.rules().get(rule.id());
    Contrast contrast = made == null ? exhibits.contrast(rule).orElse(null) : made;
    Optional<Parting> parting = exhibits.parting(rule.id(), contrast);
    boolean unordered = rule.instances().stream().anyMatch(Result.Instance::lostByOrder);
    return new Lost(
        rule.id(),
        title(rule),
        Sign.of(words, rule.verdict()),
        points(rule),
        known.map(Spec.Rule::quote).orElse(""),
        rule.verdict() == Verdict.NOT_REACHED
            ? List.of()
            : new Sentences(words, result.runs()).of(rule, known.map(Criterion::of).orElse(null)),
        unordered ? words.get("fate.unordered-lost") : "",
        known.map(each -> each.hint().in(words.locale())).orElse(""),
        Excerpt.of(evidence, sources),
        exhibits.of("run-of-" + rule.id(), rule.id(), contrast, made != null, evidence, run),
        parting,
        parting.isPresent() ? "" : alone(rule),
        rule.replay() == null ? "" : words.get("fate.replay", rule.id(), shown(result.name())));
  }

  /** Why a broken rule has no run to compare with. */
  private String alone(Result.Rule rule) {
    if (rule.verdict() != Verdict.FAIL && rule.verdict() != Verdict.RACY) {
      return "";
    }
    if (graded.runs().isEmpty()) {
      return words.get("page.alone.not-kept");
    }
    return words.get(exhibits.keeps(rule) ? "page.alone.unfinished" : "page.alone.all");
  }

  private Hint hint(Result.Advice advice) {
    return new Hint(
        advice.id(),
        shown(advice.what().in(words.locale())),
        shown(advice.remedy().in(words.locale())),
        Excerpt.of(advice.evidence(), sources),
        advice.evidence().isEmpty()
            ? Optional.empty()
            : exhibits.of("run-of-advice-" + advice.id(), "", null, false, advice.evidence(), advice.run()));
  }

  /** Those that decide and did not finish; those that ended alike together, with what the first one says. */
  private List<End> ends() {
    Map<String, List<Integer>> alike = new LinkedHashMap<>();
    for (int run = 0; run < result.runs().size(); run++) {
      Result.Run each = result.runs().get(run);
      if (each.decides() && !each.end().equals("finished")) {
        alike.computeIfAbsent(each.end(), _ -> new ArrayList<>()).add(run);
      }
    }
    List<End> ends = new ArrayList<>();
    alike.forEach(
        (end, in) -> {
          Result.Run run = result.runs().get(in.getFirst());
          ends.add(
              new End(
                  Runs.ended(words, end, Sentences.in(words, in, Sentences.deciding(result.runs()))),
                  details(run),
                  WaitGraph.of(run),
                  exhibits.of("run-of-end-" + end, "", null, false, List.of(), in.getFirst())));
        });
    return ends;
  }

  private List<String> details(Result.Run run) {
    if (run.waits().isEmpty()) {
      return run.end().equals("limit")
          ? Limits.sentences(words, run.detail())
          : Printable.lines(run.detail(), MOST_LINES, MOST_WIDTH);
    }
    List<String> details = new ArrayList<>();
    for (Result.Wait wait : run.waits().subList(0, Math.min(MOST_WAITS, run.waits().size()))) {
      String place = wait.line() > 0 ? " (" + wait.file() + ":" + wait.line() + ")" : "";
      details.add(shown(wait.process() + " " + wait.what().in(words.locale()) + place));
    }
    run.circles().forEach(circle -> details.add(shown(Runs.circle(words, circle))));
    return details;
  }

  private RunLine run(int number) {
    Result.Run run = result.runs().get(number);
    return new RunLine(
        number + 1,
        Runs.schedule(words, run),
        Runs.end(words, run),
        Calls.seconds(Duration.ofMillis(run.virtualMillis()).toNanos()),
        run.processes(),
        run.events(),
        shown(
            run.roles().stream()
                .map(
                    player -> words.get(
                        "runs.role",
                        Integer.toString(player.pid()),
                        player.role().isEmpty() ? words.get("runs.no-role") : player.role()))
                .collect(joining(", "))));
  }

  private static String shown(String text) {
    return Printable.line(text, MOST_WIDTH);
  }
}
