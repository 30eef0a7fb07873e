package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What must come before what in a row of calls, if each message was received by whom it {@linkplain
 * Matching#seeming seems}. A call is before another if it was over before the other began, if it sent what the
 * other received, and further, until nothing more follows:
 *
 * <ul>
 *   <li>A receive took t and would have taken s instead, had s been ahead of t: then s was sent after t, or
 *       received before. Which of them, the order of the sends or of the receives may say.
 *   <li>A receive took t, or found nothing, and would have taken s, had s been there: then s was sent after
 *       this receive, or received before it.
 * </ul>
 *
 * <p>Only calls that overlap can be in doubt, so that this takes time in proportion to the calls and to how many
 * overlap each.
 */
final class Precedence {
  /** Each round may open the next; histories of real runs need two or three. */
  private static final int MOST_ROUNDS = 30;

  private record Edge(QueueCall from, QueueCall to) {}

  private record Point(long time, QueueCall call, boolean end) {}

  private final List<List<QueueCall>> threads;

  /** By number: how many calls of its thread are before a call. */
  private final int[] places;

  /** By number: of each thread, the place of the last call that is before a call, or -1. */
  private final int[][] before;

  /** By the number of a send, its receive, and of a receive, its send; null if there is none. */
  private final @Nullable QueueCall[] partner;

  /** By the number of a send: whether nobody received its message. */
  private final boolean[] left;

  /** By content: the receives that got such a message, in the order of their returns. */
  private final Map<Integer, List<QueueCall>> receipts = new HashMap<>();

  private final List<Point> points = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private boolean changed;

  Precedence(List<QueueCall> calls, List<List<QueueCall>> threads) {
    this.threads = threads;
    places = new int[calls.size()];
    for (List<QueueCall> thread : threads) {
      for (int place = 0; place < thread.size(); place++) {
        places[thread.get(place).number()] = place;
      }
    }
    before = new int[calls.size()][threads.size()];
    for (QueueCall call : calls) {
      Arrays.fill(before[call.number()], -1);
      points.add(new Point(call.entry(), call, false));
      points.add(new Point(call.end(), call, true));
    }
    points.sort(Comparator.comparingLong(Point::time));
    partner = new QueueCall[calls.size()];
    left = new boolean[calls.size()];
    pair(calls);
    for (QueueCall call : calls) {
      QueueCall receive = call.sends() ? partner[call.number()] : null;
      if (receive != null) {
        edges.add(new Edge(call, receive));
      }
    }
    changed = true;
    for (int round = 0; changed && round < MOST_ROUNDS; round++) {
      changed = false;
      spread();
      calls.forEach(this::conclude);
    }
  }

  /** Whether all that must be before a call is in a row that has so many calls of each thread. */
  boolean ready(QueueCall call, int[] reached) {
    int[] needed = before[call.number()];
    for (int thread = 0; thread < needed.length; thread++) {
      if (reached[thread] <= needed[thread]) {
        return false;
      }
    }
    return true;
  }

  /** The receive that seems to get the message of a send before which {@code sent} like it were sent, or null. */
  @Nullable
  QueueCall receipt(QueueCall send, int sent) {
    List<QueueCall> all = receipts.getOrDefault(send.content(), List.of());
    return sent < all.size() ? all.get(sent) : null;
  }

  /** Only of messages that are like no other: who got which of the others, the search finds out. */
  private void pair(List<QueueCall> calls) {
    Map<Long, QueueCall> bySeq = new HashMap<>();
    Map<Integer, Integer> alike = new HashMap<>();
    for (QueueCall call : calls) {
      bySeq.put(call.call().seq(), call);
      if (call.sends()) {
        alike.merge(call.content(), 1, Integer::sum);
      }
    }
    Map<Long, Call> seeming = Matching.seeming(calls.stream().map(QueueCall::call).toList());
    Set<Integer> received = new HashSet<>();
    for (QueueCall send : calls) {
      Call receive = seeming.get(send.call().seq());
      QueueCall by = receive == null ? null : bySeq.get(receive.seq());
      if (by != null) {
        received.add(send.content());
        receipts.computeIfAbsent(send.content(), _ -> new ArrayList<>()).add(by);
        if (alike.getOrDefault(send.content(), 0) == 1) {
          partner[send.number()] = by;
          partner[by.number()] = send;
        }
      }
    }
    receipts.values().forEach(of -> of.sort(Comparator.comparingLong(QueueCall::end)));
    for (QueueCall send : calls) {
      left[send.number()] = send.sends() && !send.call().pending() && !received.contains(send.content());
    }
  }

  /** Hands what is before each call on to those behind it. */
  private void spread() {
    for (Edge edge : edges) {
      learn(edge.from, edge.to);
    }
    int[] over = new int[threads.size()];
    Arrays.fill(over, -1);
    for (Point point : points) {
      int[] known = before[point.call.number()];
      if (point.end) {
        join(over, known);
        over[point.call.thread()] = Math.max(over[point.call.thread()], places[point.call.number()]);
      } else {
        changed |= join(known, over);
      }
    }
  }

  private void conclude(QueueCall x) {
    if (!(x.call().operation() instanceof MsgRcv receive)
        || (x.failed() && x.call().errno() != QueueModel.ENOMSG && x.call().errno() != QueueModel.EINTR)
        || x.call().pending()) {
      return;
    }
    QueueCall taken = partner[x.number()];
    overlapping(x, other -> {
      QueueCall s = other.sends() ? other : other.receives() ? partner[other.number()] : null;
      if (s != null && (taken == null || s.number() != taken.number())) {
        conclude(x, receive, taken, s);
      }
    });
    if (taken != null) {
      overlapping(taken, other -> {
        if (other.sends()) {
          conclude(x, receive, taken, other);
        }
      });
    }
  }

  private void conclude(QueueCall x, MsgRcv receive, @Nullable QueueCall taken, QueueCall s) {
    long mtype = s.send().mtype();
    if (!QueueModel.asksFor(receive, mtype)) {
      return;
    }
    QueueCall marker = x;
    if (x.receives() && !(receive.msgtyp() < 0 && mtype < receive.mtype())) {
      if (taken == null || (receive.msgtyp() < 0 && mtype > receive.mtype())) {
        return;
      }
      marker = taken;
    }
    QueueCall gone = partner[s.number()];
    if (gone == null ? left[s.number()] : isBefore(x, gone)) {
      add(marker, s);
    }
    if (gone != null && isBefore(s, marker)) {
      add(gone, x);
    }
  }

  private void add(QueueCall from, QueueCall to) {
    if (from.number() != to.number() && !isBefore(from, to)) {
      edges.add(new Edge(from, to));
      learn(from, to);
    }
  }

  private boolean isBefore(QueueCall a, QueueCall b) {
    return before[b.number()][a.thread()] >= places[a.number()];
  }

  private void learn(QueueCall from, QueueCall to) {
    int[] known = before[to.number()];
    changed |= join(known, before[from.number()]);
    if (known[from.thread()] < places[from.number()]) {
      known[from.thread()] = places[from.number()];
      changed = true;
    }
  }

  private static boolean join(int[] into, int[] from) {
    boolean more = false;
    for (int thread = 0; thread < into.length; thread++) {
      if (from[thread] > into[thread]) {
        into[thread] = from[thread];
        more = true;
      }
    }
    return more;
  }

  private void overlapping(QueueCall call, Consumer<QueueCall> visit) {
    for (int thread = 0; thread < threads.size(); thread++) {
      List<QueueCall> theirs = threads.get(thread);
      int at = thread == call.thread() ? theirs.size() : firstAfter(theirs, call.entry());
      while (at < theirs.size() && theirs.get(at).entry() < call.end()) {
        visit.accept(theirs.get(at++));
      }
    }
  }

  /** The first of a thread's calls that was not over at a time. */
  private static int firstAfter(List<QueueCall> thread, long time) {
    int low = 0;
    int high = thread.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (thread.get(middle).end() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
