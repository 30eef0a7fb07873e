package ipcgrade.report.console;

import ipcgrade.grade.Replayer.Passing;
import ipcgrade.grade.Replayer.Replayed;
import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Step;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.List;

/** A run step by step, and where one that keeps the rule parts from it. */
public final class ReplayReport {
  private static final int PROCESS = 22;
  private static final int WHAT = 36;
  private static final int MOST_TEXT = 2000;

  /** Steps that lead to one, and that one. */
  private static final int BEFORE = 5;

  /** Steps of each of two runs from where they part. */
  private static final int APART = 12;

  private final Screen screen;
  private final Words words;
  private final Spec spec;

  public ReplayReport(Screen screen, Words words, Spec spec) {
    this.screen = screen;
    this.words = words;
    this.spec = spec;
  }

  /**
   * Prints both.
   *
   * @param id of the rule that is in question; empty: all that are broken
   */
  public void print(Replayed replayed, String id) {
    for (Spec.Rule rule : spec.rules()) {
      if (id.isEmpty() ? replayed.broken().contains(rule.id()) : rule.id().equals(id)) {
        heading(rule.title().in(words.locale()), replayed.broken().contains(rule.id()),
            replayed.steps().size());
      }
    }
    screen.blank();
    steps(replayed.steps());
    replayed.passing().ifPresent(passing -> apart(replayed.steps(), passing));
  }

  /** Prints a step, and those before it. */
  public void printAround(Replayed replayed, int step) {
    steps(replayed.steps().subList(Math.max(0, step - BEFORE), step));
  }

  private void heading(String rule, boolean broken, int steps) {
    screen.print(
        screen.mark(Line.indented(2), broken ? Mark.FAIL : Mark.PASS)
            .column(4)
            .add(Style.TITLE, Printable.line(rule, screen.width() - 6)));
    screen.wrap(
        Line.indented(4), Style.PLAIN,
        words.get(broken ? "replay.broken" : "replay.kept", steps));
  }

  private void steps(List<Step> steps) {
    for (Step step : steps) {
      if (step.preempts()) {
        screen.wrap(
            Line.indented(WHAT),
            Style.DOUBTFUL,
            words.get("replay.instead", step.process(), words.list(step.instead())));
      }
      List<Evidence> events = step.events().isEmpty() ? List.of() : step.events();
      boolean first = true;
      for (Evidence event : events) {
        Line line = event.key() ? screen.mark(Line.indented(2), Mark.KEY) : new Line();
        if (first) {
          line.right(Style.FAINT, Integer.toString(step.number()), 8)
              .column(10)
              .add(Style.FAINT, Calls.seconds(step.nanos()));
        }
        line.column(PROCESS).add(event.key() ? Style.TITLE : Style.PLAIN,
            Printable.line(event.process(), WHAT - PROCESS - 2));
        screen.wrap(line.column(WHAT), event.key() ? Style.TITLE : Style.PLAIN, text(event));
        first = false;
      }
    }
  }

  private void apart(List<Step> failing, Passing passing) {
    screen.blank();
    screen.print(new Line().add(Style.TITLE, words.get("replay.apart", passing.parts())));
    screen.blank();
    int half = screen.width() / 2;
    screen.print(
        Line.indented(2)
            .add(Style.BAD, words.get("replay.fails"))
            .column(half)
            .add(Style.GOOD, words.get("replay.passes")));
    List<String> left = lines(failing, passing.parts());
    List<String> right = lines(passing.steps(), passing.parts());
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      screen.print(
          Line.indented(2)
              .add(i < left.size() ? Printable.line(left.get(i), half - 4) : "")
              .column(half)
              .add(i < right.size() ? Printable.line(right.get(i), half - 1) : ""));
    }
  }

  private static List<String> lines(List<Step> steps, int from) {
    List<String> lines = new ArrayList<>();
    for (Step step : steps.subList(Math.min(from, steps.size()), steps.size())) {
      step.events().forEach(event -> lines.add(event.process() + "  " + event.text()));
      if (lines.size() >= APART) {
        break;
      }
    }
    return lines;
  }

  private static String text(Evidence event) {
    String place = event.line() > 0 ? "  " + event.file() + ":" + event.line() : "";
    return Printable.line(event.text() + place, MOST_TEXT);
  }
}
