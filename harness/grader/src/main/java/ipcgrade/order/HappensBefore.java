package ipcgrade.order;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exec;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Output;
import ipcgrade.trace.Event.Signal;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Event.Struck;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.OnQueue;
import ipcgrade.trace.Operation.OnSet;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.Queue;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lamport's happens-before over the events of a run, by vector clocks (Fidge 1988, Mattern 1989).
 *
 * <p>Edges: program order of each thread; fork to the child's first event; exit to the wait that reaps
 * it; a send to the receive that got it; a queue's creation, or that of a set of semaphores, to its use; a queue's
 * removal to the EIDRM or EINVAL that it causes; a semop to those that could not have gone through without it. A call is two points, its entry and its effect, which is had by its return at the
 * latest: a receiver that waited may return before the send that served it, and has its effect behind it all
 * the same.
 */
public final class HappensBefore {
  private record Clocks(int thread, VectorClock entry, VectorClock effect) {}

  /** By {@link Event#seq}. */
  private final Map<Long, Clocks> clocks;

  private HappensBefore(Map<Long, Clocks> clocks) {
    this.clocks = clocks;
  }

  static HappensBefore of(Trace trace, List<Message> messages) {
    return new HappensBefore(new Builder(trace, messages).build());
  }

  /** Whether {@code a} was over, in every order that explains the run, before {@code b} began. */
  public boolean proves(Event a, Event b) {
    Clocks first = clocks.get(a.seq());
    Clocks second = clocks.get(b.seq());
    return first != null
        && second != null
        && a.seq() != b.seq()
        && second.entry.at(first.thread) >= first.effect.at(first.thread);
  }

  /** Whether {@code a} was over, in no order that explains the run, before {@code b} began. */
  public boolean excludes(Event a, Event b) {
    Clocks first = clocks.get(a.seq());
    Clocks second = clocks.get(b.seq());
    return first == null
        || second == null
        || first.effect.at(second.thread) >= second.entry.at(second.thread);
  }

  /**
   * Whether {@code a} was over before {@code b} began: proven, or, where nothing orders the two, as this
   * run did it.
   */
  public boolean before(Event a, Event b) {
    return proves(a, b) || (!excludes(a, b) && a.seq() < begin(b));
  }

  private static long begin(Event event) {
    return event instanceof Call call ? call.entry() : event.seq();
  }

  /** Walks the entries and effects in the order the tracer saw, handing clocks along the edges. */
  private static final class Builder {
    private record Point(long seq, Event event, boolean effect) {}

    private final List<Point> points = new ArrayList<>();
    private final Map<Integer, Integer> threads = new HashMap<>();

    /** What made a call answer as it did: the send of a receive, the removal of an EIDRM. */
    private final Map<Long, Call> causes = new HashMap<>();

    /** How many points of its thread an event's effect makes full. */
    private final Map<Long, Integer> ticks = new HashMap<>();

    private final Map<Integer, VectorClock> ofThread = new HashMap<>();
    private final Map<Integer, VectorClock> ofProcess = new HashMap<>();
    private final Map<Integer, VectorClock> exits = new HashMap<>();
    private final Map<Integer, VectorClock> creations = new HashMap<>();
    private final Map<Integer, VectorClock> sets = new HashMap<>();
    private final SemaphoreOrder semaphores;
    private final Map<Long, VectorClock> entries = new HashMap<>();
    private final Map<Long, Clocks> clocks = new HashMap<>();

    Builder(Trace trace, List<Message> messages) {
      semaphores = new SemaphoreOrder(trace);
      for (Event event : trace.events()) {
        threads.putIfAbsent(event.tid(), threads.size());
        if (event instanceof Call call) {
          points.add(new Point(call.entry(), call, false));
        }
        points.add(new Point(event.seq(), event, true));
      }
      points.sort(Comparator.comparingLong(Point::seq));
      messages.forEach(m -> m.received().ifPresent(receive -> causes.put(receive.seq(), m.sent())));
      findRemovals();
    }

    private void findRemovals() {
      Map<Integer, Call> removals = new HashMap<>();
      for (Point point : points) {
        if (!(point.event instanceof Call call) || !(call.operation() instanceof Queue queue)) {
          continue;
        }
        if (!point.effect && call.errno() == 0 && queue instanceof MsgCtl ctl && ctl.removes()) {
          removals.put(ctl.msqid(), call);
        }
        Call removal = removals.get(msqid(queue, call));
        if (point.effect && removal != null && isGone(call, queue)) {
          causes.put(call.seq(), removal);
        }
      }
    }

    /** Whether a call failed since its queue was not there any more. */
    private static boolean isGone(Call call, Queue operation) {
      return call.errno() == QueueModel.EIDRM
          || (call.errno() == QueueModel.EINVAL
              && !(operation instanceof MsgSnd send && send.mtype() < 1)
              && !(operation instanceof MsgRcv receive && receive.msgsz() < 0));
    }

    Map<Long, Clocks> build() {
      Map<Integer, Integer> ticked = new HashMap<>();
      for (Point point : points) {
        int tick = ticked.merge(point.event.tid(), 1, Integer::sum);
        if (point.effect) {
          ticks.put(point.event.seq(), tick);
        }
      }
      ticked.clear();
      for (Point point : points) {
        Event event = point.event;
        int thread = thread(event);
        VectorClock known = ofThread.getOrDefault(event.tid(), VectorClock.ZERO);
        int tick = ticked.merge(event.tid(), 1, Integer::sum);
        VectorClock clock = (point.effect ? known.join(inherited(event)) : known).at(thread, tick);
        ofThread.put(event.tid(), clock);
        ofProcess.merge(event.pid(), clock, (before, now) -> now.join(before));
        if (point.effect) {
          clocks.put(
              event.seq(), new Clocks(thread, entries.getOrDefault(event.seq(), clock), clock));
          publish(event, clock);
        } else {
          entries.put(event.seq(), clock);
        }
      }
      return clocks;
    }

    private int thread(Event event) {
      return threads.getOrDefault(event.tid(), 0);
    }

    /** What an event learns from others. */
    private VectorClock inherited(Event event) {
      return switch (event) {
        case Start start -> known(ofProcess, start.thread() ? start.pid() : start.parent());
        case Exit exit -> known(ofProcess, exit.pid());
        case Call call ->
            switch (call.operation()) {
              case Wait wait -> known(exits, wait.child());
              case Queue queue -> inherited(call, msqid(queue, call));
              case SemGet _ -> VectorClock.ZERO;
              case OnSet onSet -> inherited(call, onSet);
              case Sleep _, Kill _, Pause _ -> VectorClock.ZERO;
            };
        case Exec _, Output _, Signal _, Struck _ -> VectorClock.ZERO;
      };
    }

    private VectorClock inherited(Call call, int msqid) {
      VectorClock creation = known(creations, msqid);
      Call cause = causes.get(call.seq());
      return cause == null ? creation : effect(cause, creation).join(creation);
    }

    /** What made a call on semaphores possible. */
    private VectorClock inherited(Call call, OnSet operation) {
      VectorClock creation = known(sets, operation.semid());
      VectorClock own = ofThread.getOrDefault(call.tid(), VectorClock.ZERO).join(creation);
      VectorClock all = creation;
      for (Call cause : semaphores.causes(call, other -> isBehind(other, own), this::follows)) {
        all = all.join(effect(cause, creation));
      }
      return all;
    }

    private boolean isBehind(Call call, VectorClock clock) {
      Clocks done = clocks.get(call.seq());
      return done != null && clock.at(done.thread) >= done.effect.at(done.thread);
    }

    /** Whether a call is known to have begun when another was over: in the same thread, or by its clocks. */
    private boolean follows(Call first, Call second) {
      if (first.tid() == second.tid()) {
        return second.entry() > first.entry();
      }
      Clocks later = clocks.get(second.seq());
      return later != null && isBehind(first, later.entry);
    }

    /** What is behind the effect of a call that others saw, even if its own return comes later. */
    private VectorClock effect(Call cause, VectorClock creation) {
      Clocks done = clocks.get(cause.seq());
      if (done != null) {
        return done.effect;
      }
      return entries
          .getOrDefault(cause.seq(), VectorClock.ZERO)
          .join(creation)
          .at(thread(cause), ticks.getOrDefault(cause.seq(), 0));
    }

    private void publish(Event event, VectorClock clock) {
      if (event instanceof Exit exit) {
        exits.put(exit.pid(), clock);
      } else if (event instanceof Call call && call.succeeded() && call.operation() instanceof MsgGet) {
        creations.putIfAbsent((int) call.result(), clock);
      } else if (event instanceof Call call && call.succeeded() && call.operation() instanceof SemGet) {
        sets.putIfAbsent((int) call.result(), clock);
      }
    }

    private static VectorClock known(Map<Integer, VectorClock> clocks, int id) {
      return clocks.getOrDefault(id, VectorClock.ZERO);
    }

    private static int msqid(Queue operation, Call call) {
      return operation instanceof OnQueue known ? known.msqid() : (int) call.result();
    }
  }
}
