package ipcgrade.order;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exec;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Output;
import ipcgrade.trace.Event.Signal;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Queue;
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
 * it; a send to the receive that got it; a queue's creation to its use; its removal to the EIDRM or
 * EINVAL that it causes. A call is two points, its entry and its effect (its return).
 */
public final class HappensBefore {
  private static final int EINVAL = 22;
  private static final int EIDRM = 43;

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

  /**
   * Whether {@code a} was over before {@code b} began: proven, or, where nothing orders the two, as this
   * run did it.
   */
  public boolean before(Event a, Event b) {
    return proves(a, b) || (!proves(b, a) && a.seq() < begin(b));
  }

  private static long begin(Event event) {
    return event instanceof Call call ? call.entry() : event.seq();
  }

  /** Walks the entries and effects in the order the tracer saw, handing clocks along the edges. */
  private static final class Builder {
    private record Point(long seq, Event event, boolean effect) {}

    private final List<Point> points = new ArrayList<>();
    private final Map<Integer, Integer> threads = new HashMap<>();
    private final Map<Long, Call> sends = new HashMap<>();
    private final Map<Integer, VectorClock> ofThread = new HashMap<>();
    private final Map<Integer, VectorClock> ofProcess = new HashMap<>();
    private final Map<Integer, VectorClock> exits = new HashMap<>();
    private final Map<Integer, VectorClock> creations = new HashMap<>();
    private final Map<Integer, VectorClock> removals = new HashMap<>();
    private final Map<Long, VectorClock> entries = new HashMap<>();
    private final Map<Long, Clocks> clocks = new HashMap<>();

    Builder(Trace trace, List<Message> messages) {
      messages.forEach(m -> m.received().ifPresent(receive -> sends.put(receive.seq(), m.sent())));
      for (Event event : trace.events()) {
        threads.putIfAbsent(event.tid(), threads.size());
        if (event instanceof Call call) {
          points.add(new Point(call.entry(), call, false));
        }
        points.add(new Point(event.seq(), event, true));
      }
      points.sort(Comparator.comparingLong(Point::seq));
    }

    Map<Long, Clocks> build() {
      for (Point point : points) {
        Event event = point.event;
        int thread = threads.getOrDefault(event.tid(), 0);
        VectorClock known = ofThread.getOrDefault(event.tid(), VectorClock.ZERO);
        VectorClock clock = (point.effect ? known.join(inherited(event)) : known).tick(thread);
        ofThread.put(event.tid(), clock);
        ofProcess.merge(event.pid(), clock, VectorClock::join);
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

    /** What an event learns from others. */
    private VectorClock inherited(Event event) {
      return switch (event) {
        case Start start -> known(ofProcess, start.thread() ? start.pid() : start.parent());
        case Exit exit -> known(ofProcess, exit.pid());
        case Call call ->
            switch (call.operation()) {
              case Wait wait -> known(exits, wait.child());
              case Queue queue -> inherited(call, msqid(queue, call));
              case Sleep _, Kill _ -> VectorClock.ZERO;
            };
        case Exec _, Output _, Signal _ -> VectorClock.ZERO;
      };
    }

    private VectorClock inherited(Call call, int msqid) {
      VectorClock clock = known(creations, msqid);
      if (call.errno() == EIDRM || call.errno() == EINVAL) {
        clock = clock.join(known(removals, msqid));
      }
      Call send = sends.get(call.seq());
      return send == null ? clock : clock.join(sent(send));
    }

    /** A blocked receiver may return before its sender: then only the send's entry is behind it. */
    private VectorClock sent(Call send) {
      Clocks done = clocks.get(send.seq());
      return done != null ? done.effect : entries.getOrDefault(send.seq(), VectorClock.ZERO);
    }

    private void publish(Event event, VectorClock clock) {
      if (event instanceof Exit exit) {
        exits.put(exit.pid(), clock);
      } else if (event instanceof Call call && call.succeeded()) {
        if (call.operation() instanceof MsgGet) {
          creations.putIfAbsent((int) call.result(), clock);
        } else if (call.operation() instanceof MsgCtl ctl && ctl.removes()) {
          removals.put(ctl.msqid(), clock);
        }
      }
    }

    private static VectorClock known(Map<Integer, VectorClock> clocks, int id) {
      return clocks.getOrDefault(id, VectorClock.ZERO);
    }

    private static int msqid(Queue operation, Call call) {
      return switch (operation) {
        case MsgGet _ -> (int) call.result();
        case MsgSnd send -> send.msqid();
        case MsgRcv receive -> receive.msqid();
        case MsgCtl ctl -> ctl.msqid();
      };
    }
  }
}
