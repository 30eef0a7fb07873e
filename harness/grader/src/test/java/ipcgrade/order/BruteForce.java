package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import java.util.ArrayList;
import java.util.List;

/** Tries every row of a few calls, with nothing clever about it. */
final class BruteForce {
  private final List<QueueCall> calls;
  private final List<List<Call>> rows = new ArrayList<>();

  private BruteForce(List<QueueCall> calls) {
    this.calls = calls;
  }

  /** All linearisations of the calls. */
  static List<List<Call>> rows(List<Call> calls) {
    List<QueueCall> all = new ArrayList<>();
    for (Call call : calls) {
      all.add(new QueueCall(all.size(), 0, all.size(), call));
    }
    BruteForce force = new BruteForce(all);
    force.extend(new ArrayList<>());
    return force.rows;
  }

  private void extend(List<QueueCall> row) {
    QueueModel model = new QueueModel();
    for (QueueCall call : row) {
      if (model.take(call) == null) {
        return;
      }
    }
    if (calls.stream().allMatch(call -> row.contains(call) || call.call().pending())) {
      rows.add(row.stream().map(QueueCall::call).toList());
    }
    for (QueueCall next : calls) {
      if (!row.contains(next)
          && calls.stream().allMatch(other -> row.contains(other) || other.end() > next.entry())) {
        row.add(next);
        extend(row);
        row.removeLast();
      }
    }
  }
}
