package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of IPC objects that are the same in each run of a program: by the order in which they were got first. */
final class ObjectNames {
  /** What all keys together are: msgget(2) with a key finds what another one has made. */
  private static final String KEYS = "keys";

  private final Map<Integer, String> queues = new HashMap<>();
  private int made;

  /** msgget(2) has returned {@code msqid}. */
  void got(int msqid) {
    queues.computeIfAbsent(msqid, _ -> "q" + made++);
  }

  /** The queue is no more; one of the same id would be another. */
  void removed(int msqid) {
    queues.remove(msqid);
  }

  /** What an operation is about, or "". */
  String of(@Nullable Operation operation) {
    return switch (operation) {
      case Operation.MsgGet get -> get.key() == 0 ? "" : KEYS;
      case Operation.OnQueue on -> queues.getOrDefault(on.msqid(), "");
      case Operation.Wait _, Operation.Sleep _, Operation.Kill _ -> "";
      case null -> "";
    };
  }
}
