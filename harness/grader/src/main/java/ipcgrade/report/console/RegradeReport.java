package ipcgrade.report.console;

import ipcgrade.grade.Regrading.Rescored;
import ipcgrade.grade.Regrading.RuleChange;
import ipcgrade.grade.Regrading.Unscored;
import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Whose score another grading.yml changes, and why. */
public final class RegradeReport {
  private static final int MOST_NAME = 32;
  private static final int RULE = 4;

  private final Screen screen;
  private final Words words;
  private final Spec spec;

  public RegradeReport(Screen screen, Words words, Spec spec) {
    this.screen = screen;
    this.words = words;
    this.spec = spec;
  }

  /**
   * Prints the report.
   *
   * @param all by name
   * @param otherRuns what of the spec only new runs can tell, as grading.yml calls it
   * @param apply whether it is going to be written
   */
  public void print(List<Rescored> all, List<String> otherRuns, boolean apply) {
    screen.print(new Line().add(Style.TITLE, spec.title().in(words.locale())));
    screen.rule();
    List<Rescored> changed = all.stream().filter(Rescored::isChange).toList();
    changed.forEach(this::print);
    if (!changed.isEmpty()) {
      screen.rule();
    }
    summary(all, changed.size());
    if (!otherRuns.isEmpty()) {
      say(words.get("regrade.runs", words.list(otherRuns)));
    }
    int own = all.stream().mapToInt(Rescored::own).sum();
    if (own > 0) {
      say(words.get("regrade.own", own));
    }
    unscored(all, Unscored.NO_TRACES, "regrade.no-traces");
    unscored(all, Unscored.INFRASTRUCTURE, "regrade.infrastructure");
    say(words.get(apply ? "regrade.written" : "regrade.dry"));
  }

  private void summary(List<Rescored> all, int changed) {
    if (changed == 0) {
      say(words.get("regrade.none", all.size()));
      return;
    }
    long up = all.stream().filter(each -> each.after().score() > each.before().score()).count();
    long down = all.stream().filter(each -> each.after().score() < each.before().score()).count();
    say(
        words.get(
            "regrade.summary",
            changed,
            all.size(),
            up,
            down));
    say(
        words.get(
            "regrade.mean",
            mean(all, each -> each.after().score()),
            mean(all, each -> each.before().score())));
  }

  private String mean(List<Rescored> all, ToDoubleFunction<Rescored> score) {
    return words.points(
        all.stream()
            .filter(each -> each.before().outcome() != Result.Outcome.INFRASTRUCTURE)
            .mapToDouble(score)
            .average()
            .orElse(0));
  }

  private void unscored(List<Rescored> all, Unscored why, String key) {
    List<String> names =
        all.stream()
            .filter(each -> each.unscored().filter(why::equals).isPresent())
            .map(each -> Printable.line(each.before().name(), MOST_NAME))
            .toList();
    if (!names.isEmpty()) {
      say(words.get(key, names.size(), words.list(names)));
    }
  }

  private void print(Rescored rescored) {
    double before = rescored.before().score();
    double after = rescored.after().score();
    Style style = after > before ? Style.GOOD : after < before ? Style.BAD : Style.PLAIN;
    Line line = new Line().add(Printable.line(rescored.before().name(), MOST_NAME));
    line.right(style, of(rescored.before()) + " → " + of(rescored.after()), screen.width());
    screen.print(line);
    rescored.rules().forEach(this::print);
  }

  private void print(RuleChange change) {
    Line line = Line.indented(RULE);
    add(line, change.before(), "regrade.new");
    line.add(" → ");
    add(line, change.after(), "regrade.gone");
    screen.wrap(line.add("  "), Style.PLAIN, title(change.id()));
  }

  private void add(Line line, Result.@Nullable Rule rule, String absent) {
    if (rule == null) {
      line.add(Style.FAINT, words.get(absent));
      return;
    }
    screen.mark(line, Mark.of(rule.verdict()));
    line.add(" " + words.points(rule.points()) + "/" + words.points(rule.maxPoints()));
  }

  private String title(String id) {
    return spec.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .map(rule -> rule.title().in(words.locale()) + " (" + id + ")")
        .findFirst()
        .orElse(id);
  }

  private String of(Result.Submission submission) {
    return words.points(submission.score()) + "/" + words.points(submission.maxScore());
  }

  private void say(String sentence) {
    screen.wrap(new Line(), Style.PLAIN, sentence);
  }
}
