package ipcgrade.report.console;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.report.telling.Feedback;
import ipcgrade.report.telling.Outcomes;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that grading found out about one submission: the score, each rule, and why points were lost. */
public final class CheckReport {
  private static final int MOST_MESSAGE_WIDTH = 400;
  private static final int MOST_PLACE = 4096;

  private final Screen screen;
  private final Words words;
  private final Spec spec;
  private final String place;
  private final Map<String, Spec.Rule> rules;

  /**
   * A report on a submission.
   *
   * @param place what to type behind {@code ipcgrade replay} to see it go wrong
   */
  public CheckReport(Screen screen, Words words, Spec spec, String place) {
    this.place = Printable.line(place, MOST_PLACE);
    this.screen = screen;
    this.words = words;
    this.spec = spec;
    this.rules = spec.rules().stream().collect(Collectors.toMap(Spec.Rule::id, Function.identity()));
  }

  /**
   * Prints the report.
   *
   * @param verbose also each run, and which process was taken for what
   */
  public void print(Result.Submission submission, boolean verbose) {
    heading(submission);
    message(submission);
    overview(submission.rules());
    RunSummary runs = new RunSummary(screen, words);
    runs.printStuck(submission);
    details(submission);
    advice(submission);
    if (verbose) {
      unordered(submission);
      runs.printAll(submission.runs());
    }
  }

  static Style scoreStyle(Result.Submission submission) {
    if (submission.outcome() == Outcome.INFRASTRUCTURE) {
      return Style.DOUBTFUL;
    }
    return submission.score() >= submission.maxScore()
        ? Style.GOOD
        : submission.score() <= 0 ? Style.BAD : Style.DOUBTFUL;
  }

  private void heading(Result.Submission submission) {
    Line line = new Line().add(Style.TITLE, Printable.line(submission.name(), screen.width() / 2));
    line.add(Style.FAINT, "  " + spec.title().in(words.locale()));
    if (submission.outcome() != Outcome.INFRASTRUCTURE) {
      String score =
          words.get("check.score", words.points(submission.score()), words.points(submission.maxScore()));
      line.right(scoreStyle(submission), score, screen.width());
    }
    screen.print(line);
    screen.rule();
  }

  private void message(Result.Submission submission) {
    if (submission.outcome() == Outcome.GRADED) {
      return;
    }
    screen.print(new Line().add(Style.BAD, Outcomes.name(words, submission.outcome())));
    Outcomes.reason(words, submission).forEach(line -> screen.verbatim(2, line));
    if (!submission.rules().isEmpty()) {
      screen.blank();
    }
  }

  private void overview(List<Result.Rule> results) {
    int points = screen.width() - words.get("check.of", "0", "0").length() - 4;
    for (Result.Rule rule : results) {
      Line line = screen.mark(Line.indented(2), Mark.of(rule.verdict())).column(4);
      line.add(Printable.line(title(rule), points - 6));
      String of = words.get("check.of", words.points(rule.points()), words.points(rule.maxPoints()));
      Style style = rule.verdict() == Verdict.PASS ? Style.FAINT : Mark.of(rule.verdict()).style();
      screen.print(line.right(style, of, screen.width()));
    }
  }

  /** What was never reached follows from what was broken: it comes last, and in brief. */
  private void details(Result.Submission submission) {
    Map<Boolean, List<Result.Rule>> lost =
        submission.rules().stream()
            .filter(Feedback::lost)
            .collect(Collectors.partitioningBy(rule -> rule.verdict() != Verdict.NOT_REACHED));
    RuleDetails details = new RuleDetails(screen, words, place, submission.runs());
    List<Result.Rule> judged = lost.getOrDefault(true, List.of());
    if (!judged.isEmpty()) {
      title(words.get("check.lost"));
      judged.forEach(rule -> details.print(rule, title(rule), rules.get(rule.id())));
    }
    List<Result.Rule> notReached = lost.getOrDefault(false, List.of());
    if (!notReached.isEmpty()) {
      title(words.get("check.not-reached"));
      screen.blank();
      notReached.forEach(rule -> details.printSentence(rule, title(rule), rules.get(rule.id())));
    }
  }

  private void advice(Result.Submission submission) {
    if (submission.advice().isEmpty()) {
      return;
    }
    title(words.get("advice.title"));
    for (Result.Advice each : submission.advice()) {
      screen.blank();
      screen.wrap(
          screen.mark(Line.indented(2), Mark.ADVICE).column(4),
          Style.PLAIN,
          Printable.line(each.what().in(words.locale()), MOST_MESSAGE_WIDTH));
      new EvidenceList(screen, words, submission.runs()).printCalls(each.evidence());
      screen.wrap(
          screen.mark(Line.indented(4), Mark.HINT).add(" "),
          Style.PLAIN,
          Printable.line(each.remedy().in(words.locale()), MOST_MESSAGE_WIDTH));
    }
  }

  private void unordered(Result.Submission submission) {
    List<Result.Rule> kept =
        submission.rules().stream()
            .filter(rule -> !Feedback.lost(rule))
            .filter(rule -> rule.instances().stream().anyMatch(Result.Instance::keptByOrder))
            .toList();
    if (!kept.isEmpty()) {
      title(words.get("check.kept-by-order"));
      RuleDetails details = new RuleDetails(screen, words, place, submission.runs());
      kept.forEach(rule -> details.printUnordered(rule, title(rule)));
    }
  }

  private void title(String title) {
    screen.blank();
    screen.print(new Line().add(Style.TITLE, title));
  }

  private String title(Result.Rule rule) {
    Spec.Rule known = rules.get(rule.id());
    return known == null ? rule.id() : known.title().in(words.locale());
  }
}
