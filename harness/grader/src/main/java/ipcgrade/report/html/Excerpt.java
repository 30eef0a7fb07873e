package ipcgrade.report.html;

import ipcgrade.report.telling.Places;
import ipcgrade.score.Result.Evidence;
import ipcgrade.wording.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A few lines of a source around one that decided, and what was called there.
 *
 * @param place file and line
 * @param lines none if the file cannot be shown
 * @param calls made there; the first ones, if there are many
 * @param more how many calls are left out
 */
record Excerpt(String place, List<SourceLine> lines, List<Made> calls, int more) {
  private static final int AROUND = 3;
  private static final int MOST = 4;
  private static final int MOST_CALLS = 3;
  private static final int MOST_TEXT = 400;

  Excerpt {
    lines = List.copyOf(lines);
    calls = List.copyOf(calls);
  }

  /** A line of a source, printable. */
  record SourceLine(int number, String text, boolean marked) {}

  /**
   * What a process did.
   *
   * @param key whether it decides
   */
  record Made(String process, String place, String text, boolean key, int run) {}

  /** The lines of the calls that decided, each once. */
  static List<Excerpt> of(List<Evidence> evidence, SourceFiles sources) {
    Map<String, List<Evidence>> places = new LinkedHashMap<>();
    for (Evidence each : evidence) {
      if (each.key()) {
        places.computeIfAbsent(Places.of(each), _ -> new ArrayList<>()).add(each);
      }
    }
    return places.values().stream().limit(MOST).map(calls -> of(calls.getFirst(), calls, sources)).toList();
  }

  private static Excerpt of(Evidence first, List<Evidence> calls, SourceFiles sources) {
    List<SourceLine> shown = new ArrayList<>();
    if (first.line() > 0) {
      int from = Math.max(1, first.line() - AROUND);
      List<String> lines = sources.lines(first.file(), from, first.line() + AROUND);
      boolean there = lines.size() > first.line() - from;
      for (int i = 0; there && i < lines.size(); i++) {
        shown.add(new SourceLine(from + i, lines.get(i), from + i == first.line()));
      }
    }
    return new Excerpt(
        Printable.line(Places.of(first), MOST_TEXT),
        shown,
        calls.stream().limit(MOST_CALLS).map(Excerpt::made).toList(),
        Math.max(0, calls.size() - MOST_CALLS));
  }

  /** A call as text. */
  static Made made(Evidence call) {
    return new Made(
        Printable.line(call.process(), MOST_TEXT),
        Printable.line(Places.of(call), MOST_TEXT),
        Printable.line(call.text(), MOST_TEXT),
        call.key(),
        call.run());
  }
}
