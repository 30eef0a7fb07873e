package ipcgrade.advice;

import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.Reading;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Transfer;
import java.util.ArrayList;
import java.util.List;

/** Waiting by asking again and again, with IPC_NOWAIT. */
final class Polling {
  private static final int IPC_NOWAIT = 04000;
  private static final int EAGAIN = 11;
  private static final int ENOMSG = 42;

  /** One ENOMSG ends the emptying of a queue, another may come by chance. */
  private static final int LEAST = 3;

  private Polling() {}

  static List<Finding> in(Reading run) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessHistory process : run.history().processes()) {
      List<Call> longest = longest(process);
      if (longest.size() >= LEAST) {
        findings.add(
            new Finding(
                Topic.POLLING,
                process.pid(),
                longest.size(),
                List.of(longest.getFirst())));
      }
    }
    return findings;
  }

  /** The longest row of vain attempts on one queue; what a process does between with others does not end it. */
  private static List<Call> longest(ProcessHistory process) {
    List<Call> longest = List.of();
    List<Call> row = new ArrayList<>();
    for (Call call : process.calls().toList()) {
      int msqid = msqid(call);
      if (msqid < 0) {
        continue;
      }
      if (!vain(call) || (!row.isEmpty() && msqid(row.getLast()) != msqid)) {
        row = new ArrayList<>();
      }
      if (vain(call)) {
        row.add(call);
        longest = row.size() > longest.size() ? row : longest;
      }
    }
    return longest;
  }

  private static int msqid(Call call) {
    return call.operation() instanceof Transfer transfer ? transfer.msqid() : -1;
  }

  private static boolean vain(Call call) {
    return switch (call.operation()) {
      case MsgSnd send -> call.errno() == EAGAIN && (send.flags() & IPC_NOWAIT) != 0;
      case MsgRcv receive -> call.errno() == ENOMSG && (receive.flags() & IPC_NOWAIT) != 0;
      default -> false;
    };
  }
}
