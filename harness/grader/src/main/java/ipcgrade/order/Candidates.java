package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgRcv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which calls can come next in a row, and which to try first. Only the cost of a search depends on the order:
 *
 * <ol>
 *   <li>calls that change nothing: now that they are possible, nothing is gained by waiting;
 *   <li>receives: a message that is gone is in nobody's way;
 *   <li>sends, the one that returned first first, unless another's message must be before its own in the queue
 *       since it was received before, and only there;
 *   <li>what sends and receives can no longer come after, as IPC_RMID;
 *   <li>calls that never returned.
 * </ol>
 */
final class Candidates {
  private static final Comparator<QueueCall> FIRST =
      Comparator.comparingInt(Candidates::kind).thenComparingLong(QueueCall::end).thenComparingLong(QueueCall::entry);

  private final List<List<QueueCall>> threads = new ArrayList<>();

  /** By the number of a send: the receive that seems to have got its message, or null. */
  private final @Nullable Call[] receipts;

  /** @param calls in the order of their returns */
  Candidates(List<QueueCall> calls) {
    for (QueueCall call : calls) {
      while (threads.size() <= call.thread()) {
        threads.add(new ArrayList<>());
      }
      threads.get(call.thread()).add(call);
    }
    receipts = new Call[calls.size()];
    Map<Long, Call> seeming = Matching.seeming(calls.stream().map(QueueCall::call).toList());
    calls.forEach(call -> receipts[call.number()] = seeming.get(call.call().seq()));
  }

  int threads() {
    return threads.size();
  }

  /** The calls that can come next, of threads that have {@code reached} so many of their calls. */
  List<QueueCall> after(int[] reached) {
    long end = Long.MAX_VALUE;
    for (int thread = 0; thread < reached.length; thread++) {
      if (reached[thread] < threads.get(thread).size()) {
        end = Math.min(end, threads.get(thread).get(reached[thread]).end());
      }
    }
    List<QueueCall> next = new ArrayList<>(2);
    for (int thread = 0; thread < reached.length; thread++) {
      if (reached[thread] < threads.get(thread).size()) {
        QueueCall call = threads.get(thread).get(reached[thread]);
        if (call.entry() < end) {
          next.add(call);
        }
      }
    }
    if (next.size() > 1) {
      next.sort(FIRST);
      firstSend(next);
    }
    return next;
  }

  private static int kind(QueueCall call) {
    if (call.sends()) {
      return call.call().pending() ? 5 : 3;
    }
    if (call.call().pending()) {
      return 6;
    }
    if (call.failed()) {
      return 0;
    }
    return call.call().operation() instanceof MsgCtl control && control.command() != 2 ? 4 : call.receives() ? 2 : 1;
  }

  /** Brings to the front of the sends the one whose message the others' are behind. */
  private void firstSend(List<QueueCall> sorted) {
    int front = 0;
    while (front < sorted.size() && !sorted.get(front).sends()) {
      front++;
    }
    if (front == sorted.size()) {
      return;
    }
    int first = front;
    for (int at = front + 1; at < sorted.size(); at++) {
      if (sorted.get(at).sends() && isAhead(sorted.get(at), sorted.get(first))) {
        first = at;
      }
    }
    sorted.add(front, sorted.remove(first));
  }

  /** Whether {@code a} was received before {@code b}, by somebody to whom it would else have come later. */
  private boolean isAhead(QueueCall a, QueueCall b) {
    Call got = receipts[a.number()];
    Call later = receipts[b.number()];
    return got != null
        && (later == null || got.seq() < later.seq())
        && (a.send().mtype() == b.send().mtype() || !selects(got));
  }

  private static boolean selects(Call receive) {
    return receive.operation() instanceof MsgRcv got
        && got.msgtyp() > 0
        && (got.flags() & QueueModel.MSG_EXCEPT) == 0;
  }
}
