package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of IPC objects that are the same in each run of a program: by the order in which they were got first. */
final class ObjectNames {
  /** What all keys together are: msgget(2) or semget(2) with a key finds what another one has made. */
  private static final String KEYS = "keys";

  private final Map<Integer, String> queues = new HashMap<>();
  private final Map<Integer, String> sets = new HashMap<>();
  private int queuesGot;
  private int setsGot;

  /** A call has returned. */
  void returned(Operation done, long result) {
    if (result < 0) {
      return;
    }
    switch (done) {
      case Operation.MsgGet _ -> queues.computeIfAbsent((int) result, _ -> "q" + queuesGot++);
      case Operation.SemGet _ -> sets.computeIfAbsent((int) result, _ -> "s" + setsGot++);
      // one of the same id would be another
      case Operation.MsgCtl ctl when ctl.removes() -> queues.remove(ctl.msqid());
      case Operation.SemCtl ctl when ctl.removes() -> sets.remove(ctl.semid());
      default -> {}
    }
  }

  /** What an operation is about, or "". */
  String of(@Nullable Operation operation) {
    return switch (operation) {
      case Operation.MsgGet get -> get.key() == 0 ? "" : KEYS;
      case Operation.OnQueue on -> queues.getOrDefault(on.msqid(), "");
      case Operation.SemGet get -> get.key() == 0 ? "" : KEYS;
      case Operation.OnSet on -> sets.getOrDefault(on.semid(), "");
      case Operation.Wait _, Operation.Sleep _, Operation.Kill _, Operation.Pause _ -> "";
      case null -> "";
    };
  }
}
