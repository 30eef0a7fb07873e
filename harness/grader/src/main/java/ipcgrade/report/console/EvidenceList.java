package ipcgrade.report.console;

import static java.util.stream.Collectors.joining;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.report.telling.Places;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Evidence;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls that decided a verdict and those around them, run by run, in columns. */
final class EvidenceList {
  private static final int MOST_PROCESS = 20;
  private static final int MOST_TEXT = 400;
  private static final int INDENT = 6;

  private final Screen screen;
  private final Words words;
  private final List<Result.Run> runs;

  EvidenceList(Screen screen, Words words, List<Result.Run> runs) {
    this.screen = screen;
    this.words = words;
    this.runs = runs;
  }

  void print(List<Evidence> evidence) {
    Map<Group, List<Evidence>> groups = new LinkedHashMap<>();
    for (Evidence each : evidence) {
      groups.computeIfAbsent(new Group(each.run(), each.instance()), _ -> new ArrayList<>()).add(each);
    }
    Map<List<Step>, Map<Integer, List<String>>> alike = new LinkedHashMap<>();
    groups.forEach(
        (group, calls) -> alike
            .computeIfAbsent(steps(calls), _ -> new LinkedHashMap<>())
            .computeIfAbsent(group.run, _ -> new ArrayList<>())
            .add(group.instance));
    groups.forEach(
        (group, calls) -> {
          Map<Integer, List<String>> others = alike.remove(steps(calls));
          if (others != null) {
            screen.blank();
            screen.print(Line.indented(4).add(Style.FAINT, heading(group)));
            calls(calls);
            likewise(group, others);
          }
        });
  }

  /** The calls alone, without the runs they are from. */
  void printCalls(List<Evidence> evidence) {
    calls(evidence);
  }

  /** Who did the same at the same lines as the group that was shown. */
  private void likewise(Group shown, Map<Integer, List<String>> alike) {
    alike.forEach(
        (run, instances) -> {
          String who =
              instances.stream()
                  .filter(each -> run != shown.run || !each.equals(shown.instance))
                  .collect(joining(", "));
          if (!who.isEmpty()) {
            String number = Integer.toString(run + 1);
            screen.wrap(
                Line.indented(INDENT), Style.FAINT, words.get("evidence.likewise", number, who));
          }
        });
  }

  /** What makes two groups alike: the lines of the calls, or where these are unknown all they say. */
  private static List<Step> steps(List<Evidence> calls) {
    return calls.stream()
        .map(each -> new Step(each.key(), each.line() > 0 ? Places.of(each) : each.process() + each.text()))
        .toList();
  }

  private String heading(Group group) {
    String run = Integer.toString(group.run + 1);
    if (group.run < 0 || group.run >= runs.size()) {
      return words.get("evidence.run", run);
    }
    String how = RunSummary.schedule(words, runs.get(group.run));
    return group.instance.isEmpty()
        ? words.get("evidence.run-how", run, how)
        : words.get("evidence.run-how-who", run, how, group.instance);
  }

  private void calls(List<Evidence> calls) {
    int place = widest(calls.stream().map(Places::of).toList(), Places.MOST);
    int process = widest(calls.stream().map(Evidence::process).toList(), MOST_PROCESS);
    int first = INDENT + (place == 0 ? 0 : place + 2);
    int second = first + (process == 0 ? 0 : process + 2);
    for (Evidence call : calls) {
      Line line = call.key() ? screen.mark(Line.indented(4), Mark.KEY) : new Line();
      line.column(INDENT).add(call.key() ? Style.TITLE : Style.FAINT, Places.brief(call));
      line.column(first).add(call.key() ? Style.PLAIN : Style.FAINT,
          Places.end(call.process(), MOST_PROCESS));
      screen.wrap(line.column(second), call.key() ? Style.PLAIN : Style.FAINT,
          Printable.line(call.text(), MOST_TEXT));
    }
  }

  private static int widest(List<String> texts, int most) {
    return texts.stream().mapToInt(text -> Places.end(text, most).length()).max().orElse(0);
  }

  private record Group(int run, String instance) {}

  private record Step(boolean key, String what) {}
}
