package ipcgrade.report.console;

import static java.util.stream.Collectors.joining;

import ipcgrade.grade.Difference;
import ipcgrade.grade.Expected;
import ipcgrade.grade.Fixtures;
import ipcgrade.grade.Rehearsal;
import ipcgrade.grade.Rehearsal.State;
import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.nio.file.Path;
import java.util.List;

/** How the fixtures of a spec fared beside what was expected of them: a line each, and more where they differ. */
public final class RehearsalReport {
  private static final int INDENT = 4;
  private static final int MOST_NAME = 40;
  private static final int MOST_MESSAGE = 300;

  private final Screen screen;
  private final Words words;
  private final Spec spec;

  public RehearsalReport(Screen screen, Words words, Spec spec) {
    this.screen = screen;
    this.words = words;
    this.spec = spec;
  }

  /**
   * Prints the report.
   *
   * @param rehearsals by name
   * @param place where the fixtures are, as the user named it
   */
  public void print(List<Rehearsal> rehearsals, String place) {
    screen.print(
        new Line()
            .add(Style.TITLE, spec.title().in(words.locale()))
            .right(Style.FAINT, place, screen.width()));
    screen.rule();
    int names =
        rehearsals.stream().mapToInt(each -> name(each).length()).max().orElse(0) + INDENT + 2;
    rehearsals.forEach(each -> print(each, names));
    screen.rule();
    screen.wrap(new Line(), Style.PLAIN, summary(rehearsals));
  }

  /** Prints which rules the fixtures leave untested. */
  public void printCoverage(Fixtures fixtures) {
    uncovered("test.unbroken", "test.unbroken.hint", fixtures.unbroken());
    uncovered("test.unpassed", "test.unpassed.hint", fixtures.unpassed());
  }

  private void print(Rehearsal rehearsal, int column) {
    Result.Submission shown = rehearsal.shown(spec);
    Line line = screen.mark(Line.indented(2), mark(rehearsal.state())).column(INDENT);
    line.add(name(rehearsal)).column(column);
    String points = words.get("check.of", words.points(shown.score()), words.points(shown.maxScore()));
    switch (rehearsal.state()) {
      case AS_EXPECTED -> screen.wrap(line, Style.FAINT, points);
      case UNEXPECTED -> screen.wrap(line, Style.FAINT, words.get("test.unexpected", points));
      case NOT_GRADED -> screen.wrap(line, Style.BAD, message(shown.message()));
      case DIFFERS -> {
        screen.wrap(line, Style.FAINT, rehearsal.fixture().expected().map(Expected::why).orElse(points));
        rehearsal.differences().forEach(this::print);
        int gradings = rehearsal.gradings().size();
        rehearsal.unsteady().forEach(each -> print(each, gradings));
        Path path = rehearsal.fixture().submission().path();
        screen.wrap(
            screen.mark(Line.indented(2 + INDENT), Mark.HINT).add(" "),
            Style.FAINT,
            "ipcgrade check " + shortened(path));
      }
    }
  }

  private void print(Difference difference) {
    Line line = Line.indented(2 + INDENT).add(Style.TITLE, difference.what()).add("  ");
    switch (difference) {
      case Difference.OfRule rule -> {
        screen.wrap(line, Style.PLAIN, title(rule.id()));
        verdicts(difference, rule.perInstance());
      }
      case Difference.OfOutcome outcome -> {
        screen.print(line);
        verdicts(difference, message(outcome.message()));
      }
      case Difference.OfLimit _, Difference.OfAdvice _ -> {
        screen.print(line);
        verdicts(difference, "");
      }
      case Difference.OfScore score ->
          screen.wrap(
              line, Style.BAD,
              words.get("test.was", points(score.wanted()), words.points(score.found())));
    }
  }

  private String points(Expected.Points points) {
    return points.least() == points.most()
        ? words.points(points.least())
        : words.points(points.least()) + "–" + words.points(points.most());
  }

  private void verdicts(Difference difference, String more) {
    String was = words.get("test.was", difference.expected(), difference.was());
    screen.wrap(
        Line.indented(4 + INDENT), Style.BAD, more.isEmpty() ? was : was + " (" + more + ")");
  }

  private void print(Rehearsal.Unsteady unsteady, int gradings) {
    String times =
        unsteady.times().entrySet().stream()
            .map(each -> words.get("test.times", each.getKey(), each.getValue()))
            .collect(joining(", "));
    screen.wrap(
        Line.indented(2 + INDENT).add(Style.TITLE, unsteady.what()).add("  "),
        Style.DOUBTFUL,
        words.get("test.unsteady", gradings, times));
  }

  private String summary(List<Rehearsal> rehearsals) {
    return words.get(
        "test.summary",
        count(rehearsals, State.AS_EXPECTED),
        count(rehearsals, State.DIFFERS),
        count(rehearsals, State.UNEXPECTED),
        count(rehearsals, State.NOT_GRADED));
  }

  private static long count(List<Rehearsal> rehearsals, State state) {
    return rehearsals.stream().filter(each -> each.state() == state).count();
  }

  private void uncovered(String key, String hint, List<Spec.Rule> rules) {
    if (rules.isEmpty()) {
      return;
    }
    screen.blank();
    screen.wrap(new Line(), Style.TITLE, words.get(key, rules.size()));
    int column = rules.stream().mapToInt(rule -> rule.id().length()).max().orElse(0) + INDENT;
    for (Spec.Rule rule : rules) {
      screen.wrap(
          Line.indented(2).add(Style.DOUBTFUL, rule.id()).column(column), Style.PLAIN, title(rule.id()));
    }
    screen.wrap(
        screen.mark(Line.indented(2), Mark.HINT).add(" "), Style.PLAIN, words.get(hint));
  }

  private String title(String id) {
    return spec.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .map(rule -> rule.title().in(words.locale()))
        .findFirst()
        .orElse("");
  }

  /** The path as seen from the working directory, if it is below. */
  private static String shortened(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return (path.startsWith(here) ? here.relativize(path) : path).toString();
  }

  private static String message(String message) {
    return Printable.line(message.lines().findFirst().orElse(""), MOST_MESSAGE);
  }

  private static String name(Rehearsal rehearsal) {
    return Printable.line(rehearsal.fixture().submission().name(), MOST_NAME);
  }

  private static Mark mark(State state) {
    return switch (state) {
      case AS_EXPECTED -> Mark.PASS;
      case DIFFERS -> Mark.FAIL;
      case UNEXPECTED -> Mark.NOT_REACHED;
      case NOT_GRADED -> Mark.INCONCLUSIVE;
    };
  }
}
