package ipcgrade.report.console;

import static java.util.stream.Collectors.joining;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why one rule cost points: the assignment's sentence, who broke it in which run, the calls, the hint. */
final class RuleDetails {
  private static final int INDENT = 4;

  private final Screen screen;
  private final Words words;
  private final List<Result.Run> runs;

  RuleDetails(Screen screen, Words words, List<Result.Run> runs) {
    this.screen = screen;
    this.words = words;
    this.runs = runs;
  }

  /** Prints all of it. */
  void print(Result.Rule rule, String title, Spec.@Nullable Rule known) {
    screen.blank();
    printSentence(rule, title, known);
    instances(rule);
    if (rule.instances().stream().anyMatch(Result.Instance::lostByOrder)) {
      screen.wrap(Line.indented(INDENT), Style.PLAIN, words.get("fate.unordered-lost"));
    }
    new EvidenceList(screen, words, runs).print(rule.evidence());
    if (known != null) {
      screen.blank();
      screen.wrap(
          screen.mark(Line.indented(INDENT), Mark.HINT).add(" "),
          Style.PLAIN,
          known.hint().in(words.locale()));
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

  /** Processes that fared alike share a line. */
  private void instances(Result.Rule rule) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (Result.Instance instance : rule.instances()) {
      alike.computeIfAbsent(fate(instance), _ -> new ArrayList<>()).add(instance.name());
    }
    if (!alike.isEmpty()) {
      screen.blank();
    }
    int column = INDENT;
    for (List<String> names : alike.values()) {
      column = Math.max(column, INDENT + String.join(", ", names).length() + 2);
    }
    int most = Math.min(column, screen.width() / 2);
    alike.forEach(
        (fate, names) -> {
          String who = names.stream().filter(name -> !name.isEmpty()).collect(joining(", "));
          Line line = Line.indented(INDENT).add(who);
          if (!who.isEmpty()) {
            line.column(most);
          }
          screen.wrap(line, Style.PLAIN, fate);
        });
  }

  private String fate(Result.Instance instance) {
    return switch (instance.verdict()) {
      case PASS -> words.get("fate.pass");
      case FAIL -> broken(instance.brokenIn());
      case RACY -> words.get("fate.race", broken(instance.brokenIn()));
      case INCONCLUSIVE -> words.get("fate.inconclusive");
      case NOT_REACHED -> words.get("fate.not-reached");
    };
  }

  private String broken(List<Integer> in) {
    if (in.isEmpty()) {
      return words.get("fate.broken");
    }
    return words.get("fate.broken-in", RunSummary.in(words, in, runs.size()));
  }
}
