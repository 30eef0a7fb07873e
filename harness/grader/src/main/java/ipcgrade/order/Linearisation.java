package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.wording.Calls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the calls on one queue can be put in a row, each between its entry and its return, so that the
 * queue answers as it did (Herlihy and Wing 1990). Pending calls may or may not be in the row.
 */
sealed interface Linearisation {
  /**
   * They can.
   *
   * @param order one such row
   * @param receipts the receive of each message that the row gives to one, by {@link Call#seq} of its send
   */
  record Linearised(List<Call> order, Map<Long, Call> receipts) implements Linearisation {
    public Linearised {
      order = List.copyOf(order);
    }
  }

  /**
   * They cannot: no queue answers like that.
   *
   * @param longest the longest row that still explains its calls
   * @param unexplained the calls of which none can come next
   */
  record Contradiction(List<Call> longest, List<Call> unexplained) implements Linearisation {
    private static final int SHOWN = 6;

    public Contradiction {
      longest = List.copyOf(longest);
      unexplained = List.copyOf(unexplained);
    }

    /** Both in one line. */
    String explanation() {
      return "after "
          + longest.size()
          + " calls, the last of them "
          + text(longest.subList(Math.max(0, longest.size() - SHOWN), longest.size()))
          + ", no queue answers "
          + text(unexplained);
    }

    private static String text(List<Call> calls) {
      return calls.stream().map(Calls::text).collect(Collectors.joining("; "));
    }
  }

  /** Nobody knows: the search met {@code deadEnds} dead ends and was given up. */
  record OutOfSteps(int deadEnds) implements Linearisation {}

  /**
   * Searches for a row.
   *
   * @param calls on one queue: msgget that returned its msqid, msgsnd, msgrcv, and msgctl with IPC_RMID,
   *     IPC_SET or IPC_STAT
   * @param deadEnds how many states from which no row leads on are looked at before the search is given
   *     up. Counted, not timed: a busy machine must not change a verdict.
   */
  static Linearisation of(List<Call> calls, int deadEnds) {
    List<QueueCall> numbered = numbered(calls);
    List<QueueCall> returned = numbered.stream().filter(call -> !call.call().pending()).toList();
    return isRow(returned) ? linearised(returned) : new Search(numbered, deadEnds).run();
  }

  /** Whether the calls took effect in the order of their returns, as they do under schedule control. */
  private static boolean isRow(List<QueueCall> calls) {
    QueueModel model = new QueueModel();
    return calls.stream().allMatch(call -> model.take(call) != null);
  }

  private static List<QueueCall> numbered(List<Call> calls) {
    record Content(long mtype, Object text) {}
    Map<Integer, Integer> threads = new HashMap<>();
    Map<Content, Integer> contents = new HashMap<>();
    List<QueueCall> numbered = new ArrayList<>();
    for (Call call : calls.stream().sorted(Comparator.comparingLong(Call::seq)).toList()) {
      Integer thread = threads.computeIfAbsent(call.tid(), _ -> threads.size());
      Integer content =
          call.operation() instanceof MsgSnd send
              ? contents.computeIfAbsent(
                  new Content(send.mtype(), send.payload()), _ -> contents.size())
              : -1;
      numbered.add(new QueueCall(numbered.size(), thread, content, call));
    }
    return numbered;
  }

  /** The row as what it says about messages. */
  static Linearised linearised(List<QueueCall> row) {
    QueueModel model = new QueueModel();
    Map<Long, Call> receipts = new HashMap<>();
    for (QueueCall next : row) {
      if (next.receives()) {
        QueueCall send = model.taken((MsgRcv) next.call().operation());
        if (send != null) {
          receipts.put(send.call().seq(), next.call());
        }
      }
      if (model.take(next) == null) {
        throw new IllegalStateException("not a linearisation: " + next);
      }
    }
    return new Linearised(row.stream().map(QueueCall::call).toList(), receipts);
  }
}
