package ipcgrade.report.live;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.trace.QueueState;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.List;

/** The message queues of a run as a table, like {@code ipcs -q -p}. */
final class QueueTable {
  private final Screen screen;
  private final Words words;
  private final int indent;

  QueueTable(Screen screen, Words words, int indent) {
    this.screen = screen;
    this.words = words;
    this.indent = indent;
  }

  void print(List<QueueState> queues) {
    if (queues.isEmpty()) {
      screen.print(Line.indented(indent).add(Style.FAINT, words.get("live.no-queues")));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(words.get("live.queues").split("\\|")));
    queues.forEach(queue -> rows.add(cells(queue)));
    for (List<String> row : rows) {
      Line line = Line.indented(indent);
      int end = indent;
      for (int column = 0; column < row.size(); column++) {
        int cell = column;
        end += rows.stream().mapToInt(each -> each.get(cell).length()).max().orElse(0) + 2;
        line.right(Style.FAINT, row.get(column), end);
      }
      screen.print(line);
    }
  }

  private static List<String> cells(QueueState queue) {
    return List.of(
        Integer.toString(queue.msqid()),
        queue.key() == 0 ? "IPC_PRIVATE" : "0x%08x".formatted(queue.key()),
        "%03o".formatted(queue.mode() & 0777),
        Long.toString(queue.qnum()),
        Long.toString(queue.cbytes()),
        Integer.toString(queue.lspid()),
        Integer.toString(queue.lrpid()));
  }
}
