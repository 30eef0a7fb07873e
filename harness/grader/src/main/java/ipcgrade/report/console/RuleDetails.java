package ipcgrade.report.console;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.report.telling.Sentences;
import ipcgrade.report.telling.Sentences.Sentence;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Criterion;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why one rule cost points: the assignment's sentence, who broke it in which run, the calls, the hint. */
final class RuleDetails {
  private static final int INDENT = 4;

  private final Screen screen;
  private final Words words;
  private final String place;
  private final List<Result.Run> runs;

  /**
   * @param place what to type behind {@code ipcgrade replay}
   */
  RuleDetails(Screen screen, Words words, String place, List<Result.Run> runs) {
    this.place = place;
    this.screen = screen;
    this.words = words;
    this.runs = runs;
  }

  /** Prints all of it. */
  void print(Result.Rule rule, String title, Spec.@Nullable Rule known) {
    screen.blank();
    printSentence(rule, title, known);
    findings(rule, known);
    if (rule.instances().stream().anyMatch(Result.Instance::lostByOrder)) {
      screen.wrap(Line.indented(INDENT), Style.PLAIN, words.get("fate.unordered-lost"));
    }
    new EvidenceList(screen, words, runs).print(rule.evidence());
    if (rule.replay() != null) {
      screen.blank();
      screen.print(Line.indented(INDENT).add(Style.FAINT, words.get("fate.replay", rule.id(), place)));
    }
    if (known != null) {
      screen.blank();
      screen.wrap(
          screen.mark(Line.indented(INDENT), Mark.HINT).add(" "),
          Style.PLAIN,
          known.hint().in(words.locale()));
    }
  }

  private void findings(Result.Rule rule, Spec.@Nullable Rule known) {
    List<Sentence> sentences =
        new Sentences(words, runs).of(rule, known == null ? null : Criterion.of(known));
    if (!sentences.isEmpty()) {
      screen.blank();
    }
    for (Sentence sentence : sentences) {
      screen.wrap(
          Line.indented(INDENT), sentence.aside() ? Style.FAINT : Style.PLAIN, sentence.text());
    }
  }

  /** Prints that a rule was kept by the order of a run alone. */
  void printUnordered(Result.Rule rule, String title) {
    screen.blank();
    printSentence(rule, title, null);
    screen.wrap(Line.indented(INDENT), Style.PLAIN, words.get("fate.unordered-held"));
  }

  /** Prints only the rule and the assignment's sentence. */
  void printSentence(Result.Rule rule, String title, Spec.@Nullable Rule known) {
    Line line = screen.mark(Line.indented(2), Mark.of(rule.verdict())).column(INDENT);
    screen.print(line.add(Style.TITLE, title).right(Style.FAINT, rule.id(), screen.width()));
    if (known != null) {
      screen.quote(INDENT, known.quote());
    }
  }
}
