package ipcgrade.report.console;

import static java.util.stream.Collectors.joining;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.report.telling.Sentences;
import ipcgrade.score.Result;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Limits;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How the runs of a submission ended, and who played what in them. */
final class RunSummary {
  private static final String FINISHED = "finished";
  private static final String LIMIT = "limit";
  private static final int MOST_DETAIL_LINES = 30;
  private static final int MOST_DETAIL_WIDTH = 300;
  private static final int INDENT = 4;

  private final Screen screen;
  private final Words words;

  RunSummary(Screen screen, Words words) {
    this.screen = screen;
    this.words = words;
  }

  /** How the order of the processes was chosen: "random, seed 3". */
  static String schedule(Words words, Result.Run run) {
    return words.get("runs.schedule", words.get("strategy." + run.strategy()), Long.toString(run.seed()));
  }

  /** Runs that decide and did not end by themselves, those that ended alike together, with what the first one says. */
  void printStuck(List<Result.Run> runs) {
    int deciding = Sentences.deciding(runs);
    Map<String, List<Integer>> ends = new LinkedHashMap<>();
    IntStream.range(0, runs.size())
        .filter(run -> runs.get(run).decides() && !runs.get(run).end().equals(FINISHED))
        .forEach(run -> ends.computeIfAbsent(runs.get(run).end(), _ -> new ArrayList<>()).add(run));
    ends.forEach(
        (end, in) -> {
          screen.blank();
          screen.wrap(
              new Line(), Style.TITLE, words.get("end." + known(end), Sentences.in(words, in, deciding)));
          Result.Run first = runs.get(in.getFirst());
          if (first.waits().isEmpty()) {
            detail(end.equals(LIMIT) ? String.join("\n", Limits.sentences(words, first.detail()))
                : first.detail());
          } else {
            waits(first);
          }
        });
  }

  /** A line for each run, and its roles where they differ from those of the run before. */
  void printAll(List<Result.Run> runs) {
    if (runs.isEmpty()) {
      return;
    }
    screen.blank();
    screen.print(new Line().add(Style.TITLE, words.get("runs.title")));
    List<String> before = List.of();
    for (int run = 0; run < runs.size(); run++) {
      Result.Run each = runs.get(run);
      screen.print(
          Line.indented(2)
              .right(Style.PLAIN, Integer.toString(run + 1), 4)
              .column(6)
              .add(schedule(words, each))
              .column(26)
              .add(words.get("end.short." + known(each.end())))
              .column(42)
              .add(Style.FAINT, measures(each)));
      Map<Integer, String> roles = new TreeMap<>();
      each.roles().forEach(player -> roles.put(player.pid(), player.role()));
      List<String> inOrder = List.copyOf(roles.values());
      if (!inOrder.equals(before)) {
        roles(roles);
      }
      before = inOrder;
    }
  }

  private String measures(Result.Run run) {
    String time = Calls.seconds(Duration.ofMillis(run.virtualMillis()).toNanos());
    return words.get("runs.measures", time, run.processes(), Integer.toString(run.events()));
  }

  private void roles(Map<Integer, String> roles) {
    String table =
        roles.entrySet().stream()
            .map(
                player -> words.get(
                    "runs.role",
                    Integer.toString(player.getKey()),
                    player.getValue().isEmpty() ? words.get("runs.no-role") : player.getValue()))
            .collect(joining(", "));
    screen.wrap(Line.indented(6), Style.FAINT, table);
  }

  /** How a run ended, line by line. */
  private void detail(String detail) {
    for (String line : Printable.lines(detail, MOST_DETAIL_LINES, MOST_DETAIL_WIDTH)) {
      screen.verbatim(INDENT, line);
    }
  }

  /** Who waits for what, where, and who goes round in a circle. */
  void waits(Result.Run run) {
    for (Result.Wait wait : run.waits().stream().limit(MOST_DETAIL_LINES).toList()) {
      String place = wait.line() > 0 ? " (" + wait.file() + ":" + wait.line() + ")" : "";
      screen.wrap(
          Line.indented(INDENT),
          Style.PLAIN,
          Printable.line(
              wait.process() + " " + wait.what().in(words.locale()) + place, MOST_DETAIL_WIDTH));
    }
    for (List<String> circle : run.circles()) {
      String what =
          switch (circle.size()) {
            case 1 -> words.get("end.circle.one", circle.getFirst());
            case 2 -> words.get("end.circle.two", circle.getFirst(), circle.getLast());
            default -> words.get("end.circle.many", words.list(circle));
          };
      screen.wrap(Line.indented(INDENT), Style.DOUBTFUL, Printable.line(what, MOST_DETAIL_WIDTH));
    }
  }

  private static String known(String end) {
    return switch (end) {
      case FINISHED, "deadlock", LIMIT, "refused" -> end;
      default -> "fault";
    };
  }
}
