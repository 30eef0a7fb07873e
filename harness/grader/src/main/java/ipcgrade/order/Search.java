package ipcgrade.order;

import ipcgrade.order.Linearisation.Contradiction;
import ipcgrade.order.Linearisation.OutOfSteps;
import ipcgrade.order.QueueModel.Undo;
import ipcgrade.trace.Event.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search of Wing and Gong (1993), with Lowe's (2017) memory of states: depth first, at each step one of the
 * calls that began before any other of those left was over. A thread's calls follow each other, so that how
 * far each thread has come says which calls are in the row. States from which nothing leads on are remembered,
 * equal messages in them being the same.
 *
 * <p>{@link Candidates} says what to try first. Where calls do not overlap that is always right, and the search
 * goes straight through.
 */
final class Search {
  /** How far the threads have come and what the queue holds, as 128 bits: they collide in no universe of ours. */
  private record State(long one, long other) {}

  /** A row so far, and what may come next. */
  private static final class Step {
    final List<QueueCall> candidates;

    /** Takes back the call that led here. */
    final Undo undo;

    /** Of that call, or -1 at the start. */
    final int thread;

    int tried;

    Step(List<QueueCall> candidates, Undo undo, int thread) {
      this.candidates = candidates;
      this.undo = undo;
      this.thread = thread;
    }
  }

  private final QueueModel model = new QueueModel();
  private final Candidates candidates;
  private final int[] reached;
  private final int mostDeadEnds;
  private final Set<State> deadEnds = new HashSet<>();
  private final List<QueueCall> row = new ArrayList<>();
  private int left;
  private List<Call> longest = List.of();
  private List<Call> unexplained = List.of();

  Search(List<QueueCall> calls, int mostDeadEnds) {
    this.mostDeadEnds = mostDeadEnds;
    candidates = new Candidates(calls);
    reached = new int[candidates.threads()];
    left = (int) calls.stream().filter(call -> !call.call().pending()).count();
  }

  Linearisation run() {
    List<Step> path = new ArrayList<>();
    path.add(new Step(candidates.after(reached), Undo.NOTHING, -1));
    while (left > 0) {
      Step step = path.getLast();
      Step next = next(step);
      if (next != null) {
        path.add(next);
        continue;
      }
      fail(step);
      if (path.size() == 1) {
        return new Contradiction(longest, unexplained);
      }
      if (deadEnds.size() >= mostDeadEnds) {
        return new OutOfSteps(deadEnds.size());
      }
      deadEnds.add(state());
      path.removeLast();
      goBack(step);
    }
    return Linearisation.linearised(row);
  }

  /** The next call that can take effect and leads to no known dead end. */
  private @Nullable Step next(Step step) {
    while (step.tried < step.candidates.size()) {
      QueueCall call = step.candidates.get(step.tried++);
      Undo undo = model.take(call);
      if (undo == null) {
        continue;
      }
      reached[call.thread()]++;
      row.add(call);
      candidates.enter(call);
      left -= call.call().pending() ? 0 : 1;
      Step next = new Step(candidates.after(reached), undo, call.thread());
      if (undo == Undo.NOTHING) {
        // Others lose nothing by it: a row that has it later is a row with it here.
        step.tried = step.candidates.size();
      }
      if (deadEnds.isEmpty() || !deadEnds.contains(state())) {
        return next;
      }
      goBack(next);
    }
    return null;
  }

  private void goBack(Step from) {
    from.undo.undo();
    reached[from.thread]--;
    QueueCall last = row.removeLast();
    candidates.leave(last);
    left += last.call().pending() ? 0 : 1;
  }

  private void fail(Step step) {
    if (unexplained.isEmpty() || row.size() > longest.size()) {
      longest = row.stream().map(QueueCall::call).toList();
      unexplained = step.candidates.stream().map(QueueCall::call).filter(c -> !c.pending()).toList();
    }
  }

  private State state() {
    long one = model.rest();
    long other = ~one;
    for (int at : reached) {
      one = mix(one * 31 + at);
      other = mix(other * 37 + at);
    }
    for (QueueCall queued : model.queued()) {
      one = mix(one * 31 + queued.content());
      other = mix(other * 37 + queued.content());
    }
    return new State(one, other);
  }

  /** Stafford's variant 13 of the finaliser of MurmurHash3, as SplittableRandom has it. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
