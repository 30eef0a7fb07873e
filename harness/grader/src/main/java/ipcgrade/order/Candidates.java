package ipcgrade.order;

import ipcgrade.trace.Operation.MsgCtl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which calls can come next in a row, and which to try first. Only the cost of a search depends on the order:
 *
 * <ol>
 *   <li>calls that change nothing: now that they are possible, nothing is gained by waiting;
 *   <li>receives: a message that is gone is in nobody's way;
 *   <li>sends, the one that was received first first;
 *   <li>what sends and receives can no longer come after, as IPC_RMID;
 *   <li>calls that never returned;
 *   <li>those before which, by {@link Precedence}, something else must come.
 * </ol>
 */
final class Candidates {
  private final List<List<QueueCall>> threads = new ArrayList<>();
  private final Precedence precedence;

  /** By content: how many such messages were sent so far. */
  private final int[] sent;

  private final Comparator<QueueCall> first =
      Comparator.comparingInt(Candidates::kind).thenComparingLong(this::due).thenComparingLong(QueueCall::end)
          .thenComparingInt(QueueCall::number);

  /** @param calls in the order of their returns */
  Candidates(List<QueueCall> calls) {
    for (QueueCall call : calls) {
      while (threads.size() <= call.thread()) {
        threads.add(new ArrayList<>());
      }
      threads.get(call.thread()).add(call);
    }
    precedence = new Precedence(calls, threads);
    sent = new int[calls.size()];
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
    List<QueueCall> ready = new ArrayList<>(2);
    List<QueueCall> waiting = new ArrayList<>(2);
    for (int thread = 0; thread < reached.length; thread++) {
      if (reached[thread] < threads.get(thread).size()) {
        QueueCall call = threads.get(thread).get(reached[thread]);
        if (call.entry() < end) {
          (precedence.ready(call, reached) ? ready : waiting).add(call);
        }
      }
    }
    ready.sort(first);
    waiting.sort(first);
    ready.addAll(waiting);
    return ready;
  }

  /** A call is in the row now. */
  void enter(QueueCall call) {
    if (call.sends()) {
      sent[call.content()]++;
    }
  }

  /** A call is in the row no longer. */
  void leave(QueueCall call) {
    if (call.sends()) {
      sent[call.content()]--;
    }
  }

  private static int kind(QueueCall call) {
    if (call.call().pending()) {
      return call.sends() ? 4 : 5;
    }
    if (call.failed()) {
      return 0;
    }
    if (call.sends()) {
      return 2;
    }
    return call.call().operation() instanceof MsgCtl control && control.command() != QueueModel.IPC_STAT ? 3
        : 1;
  }

  private long due(QueueCall call) {
    QueueCall receipt = call.sends() ? precedence.receipt(call, sent[call.content()]) : null;
    return receipt == null ? call.end() : receipt.end();
  }
}
