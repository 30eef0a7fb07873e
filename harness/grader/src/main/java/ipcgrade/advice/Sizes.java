package ipcgrade.advice;

import ipcgrade.order.Message;
import ipcgrade.reading.Reading;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.QueueState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages that are too large for where they go: a buffer, or a queue that holds others already. */
final class Sizes {
  /** MSGMNB, what a queue holds unless IPC_SET says otherwise; msgctl(2). */
  private static final long QUEUE_BYTES = 16_384;

  private static final int IPC_SET = 1;
  private static final int E2BIG = 7;
  private static final int EAGAIN = 11;

  private Sizes() {}

  static List<Finding> in(Reading run) {
    List<Finding> findings = new ArrayList<>();
    List<Call> calls = run.history().trace().events(Call.class).toList();
    for (Call call : calls) {
      if (call.operation() instanceof MsgRcv receive && call.errno() == E2BIG) {
        findings.add(new Finding(Topic.SMALL_BUFFER, call.pid(), receive.msgsz(), List.of(call)));
      }
    }
    for (Message message : run.history().messages()) {
      message
          .received()
          .filter(receive -> receive.result() < message.payload().size())
          .ifPresent(
              receive -> findings.add(
                  new Finding(
                      Topic.SMALL_BUFFER, receive.pid(), receive.result(),
                      List.of(message.sent(), receive))));
    }
    findings.addAll(full(calls));
    return findings;
  }

  /** Sends that found no room, by the queue table as it was when they were entered. */
  private static List<Finding> full(List<Call> calls) {
    TreeMap<Long, List<QueueState>> tables = new TreeMap<>();
    Map<Integer, TreeMap<Long, Long>> limits = new HashMap<>();
    for (Call call : calls) {
      if (!call.queues().isEmpty()) {
        tables.put(call.seq(), call.queues());
      }
      if (call.succeeded() && call.operation() instanceof MsgCtl ctl && ctl.command() == IPC_SET) {
        limits
            .computeIfAbsent(ctl.msqid(), _ -> new TreeMap<>())
            .put(call.seq(), ctl.qbytes());
      }
    }
    Map<Integer, Finding> findings = new HashMap<>();
    for (Call call : calls) {
      if (call.operation() instanceof MsgSnd send && !findings.containsKey(call.pid())) {
        Map.Entry<Long, List<QueueState>> table = tables.lowerEntry(call.entry());
        long most = limit(limits.get(send.msqid()), call);
        Optional<QueueState> queue =
            table == null
                ? Optional.empty()
                : table.getValue().stream().filter(q -> q.msqid() == send.msqid()).findFirst();
        if (call.errno() == EAGAIN || queue.filter(q -> full(q, send, most)).isPresent()) {
          findings.put(call.pid(), new Finding(Topic.FULL_QUEUE, call.pid(), most, List.of(call)));
        }
      }
    }
    return findings.keySet().stream().sorted().map(findings::get).toList();
  }

  private static boolean full(QueueState queue, MsgSnd send, long most) {
    return queue.cbytes() + send.payload().size() > most || queue.qnum() + 1 > most;
  }

  private static long limit(@Nullable NavigableMap<Long, Long> limits, Call send) {
    Map.Entry<Long, Long> last = limits == null ? null : limits.lowerEntry(send.entry());
    return last == null ? QUEUE_BYTES : last.getValue();
  }
}
