package ipcgrade.report.console;

import static java.util.stream.Collectors.joining;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.report.telling.Feedback;
import ipcgrade.report.telling.Outcomes;
import ipcgrade.report.telling.Reasons;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.Comparator;
import java.util.List;

/** A class of submissions, one line each. */
public final class GradesTable {
  private static final int MOST_NAME = 32;

  private final Screen screen;
  private final Words words;

  public GradesTable(Screen screen, Words words) {
    this.screen = screen;
    this.words = words;
  }

  /** Prints the submissions by name, and what they come to. */
  public void print(List<Result.Submission> submissions) {
    List<Result.Submission> sorted =
        submissions.stream().sorted(Comparator.comparing(Result.Submission::name)).toList();
    String nameTitle = words.get("grade.name");
    int name = Math.max(nameTitle.length(), widest(sorted.stream().map(s -> name(s.name())).toList()));
    String outcomeTitle = words.get("grade.outcome");
    int outcome =
        Math.max(
            outcomeTitle.length(),
            widest(sorted.stream().map(s -> Outcomes.name(words, s.outcome())).toList()));
    String scoreTitle = words.get("grade.score");
    int score = Math.max(scoreTitle.length(), widest(sorted.stream().map(this::score).toList()));
    int second = name + 2;
    int third = second + outcome + 2;
    int fourth = third + score + 2;
    screen.print(
        new Line()
            .add(Style.FAINT, nameTitle)
            .column(second)
            .add(Style.FAINT, outcomeTitle)
            .right(Style.FAINT, scoreTitle, third + score)
            .column(fourth)
            .add(Style.FAINT, words.get("grade.lost")));
    screen.rule();
    for (Result.Submission each : sorted) {
      Line line = new Line().add(name(each.name())).column(second);
      line.add(
          each.outcome() == Outcome.GRADED ? Style.PLAIN : Style.BAD,
          Outcomes.name(words, each.outcome()));
      line.right(CheckReport.scoreStyle(each), score(each), third + score).column(fourth);
      screen.wrap(line, Style.FAINT, lost(each));
    }
    screen.rule();
    screen.print(new Line().add(summary(sorted)));
  }

  private String summary(List<Result.Submission> submissions) {
    List<Result.Submission> judged =
        submissions.stream().filter(each -> each.outcome() != Outcome.INFRASTRUCTURE).toList();
    double mean = judged.stream().mapToDouble(Result.Submission::score).average().orElse(0);
    return judged.isEmpty()
        ? words.get("grade.none", submissions.size())
        : words.get("grade.summary", submissions.size(), words.points(mean));
  }

  private String score(Result.Submission submission) {
    return submission.outcome() == Outcome.INFRASTRUCTURE
        ? "-"
        : words.points(submission.score()) + "/" + words.points(submission.maxScore());
  }

  private String lost(Result.Submission submission) {
    if (submission.rules().isEmpty()) {
      return Reasons.in(words, submission.message().lines().findFirst().orElse(""));
    }
    return submission.rules().stream()
        .filter(Feedback::lost)
        .map(rule -> rule.id() + (rule.verdict() == Verdict.RACY ? "~" : ""))
        .collect(joining(" "));
  }

  private static String name(String name) {
    return Printable.line(name, MOST_NAME);
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }
}
