package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.WaitForGraph.Blocked;
import ipcgrade.reading.WaitForGraph.Need;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.SemChange;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Operation.Transfer;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Works out the {@link WaitForGraph} of a run that ended in a deadlock. */
final class WaitForSearch {
  /** msg_qbytes of a new queue, MSGMNB of a fresh IPC namespace. */
  private static final long DEFAULT_QBYTES = 16_384;

  private static final int IPC_SET = 1;
  private static final int MSG_EXCEPT = 020000;

  private final Reading reading;
  private final History history;
  private final Trace trace;

  WaitForSearch(Reading reading) {
    this.reading = reading;
    history = reading.history();
    trace = history.trace();
  }

  WaitForGraph graph(List<Call> calls) {
    List<Blocked> blocked = calls.stream().map(this::blocked).toList();
    Map<Integer, Set<Integer>> edges = new TreeMap<>();
    blocked.forEach(each -> edges.computeIfAbsent(each.pid(), _ -> new TreeSet<>()).addAll(each.by()));
    return new WaitForGraph(blocked, cycles(edges));
  }

  private Blocked blocked(Call call) {
    int pid = reading.thread(call.tid()) ? call.tid() : call.pid();
    return switch (call.operation()) {
      case MsgRcv receive ->
          new Blocked(
              pid,
              call,
              message(receive),
              others(pid, parties(pid, receive.msqid(), Spec.Kind::to, Spec.Kind::from, MsgSnd.class)));
      case MsgSnd send ->
          new Blocked(
              pid,
              call,
              room(send),
              others(pid, parties(pid, send.msqid(), Spec.Kind::from, Spec.Kind::to, MsgRcv.class)));
      case Wait wait ->
          new Blocked(pid, call, new Need.Child(wait.target() <= 0), children(call.pid(), wait));
      case SemOp op -> {
        SemChange change = blocking(op);
        yield change == null
            ? new Blocked(pid, call, new Need.Unknown(), List.of())
            : new Blocked(pid, call, value(op, change), changers(pid, op.semid(), change));
      }
      case Pause _ ->
          new Blocked(pid, call, new Need.Signal(), others(pid, signallers(call.pid())));
      default -> new Blocked(pid, call, new Need.Unknown(), List.of());
    };
  }

  private Need message(MsgRcv receive) {
    List<Long> mtypes = new ArrayList<>();
    for (Message message : history.messages()) {
      if (message.msqid() == receive.msqid() && message.received().isEmpty() && message.sent().succeeded()) {
        mtypes.add(message.mtype());
      }
    }
    long qnum = queue(receive.msqid()).map(QueueState::qnum).orElse((long) mtypes.size());
    return new Need.Message(
        receive.msqid(),
        receive.msgtyp(),
        (receive.flags() & MSG_EXCEPT) != 0,
        qnum,
        qnum == mtypes.size() ? mtypes.stream().distinct().sorted().toList() : List.of());
  }

  private Need room(MsgSnd send) {
    long qbytes =
        trace.events(Call.class)
            .filter(Call::succeeded)
            .map(Call::operation)
            .filter(
                o -> o instanceof MsgCtl ctl && ctl.command() == IPC_SET && ctl.msqid() == send.msqid())
            .map(o -> ((MsgCtl) o).qbytes())
            .reduce(DEFAULT_QBYTES, (_, last) -> last);
    long cbytes = queue(send.msqid()).map(QueueState::cbytes).orElse(0L);
    return new Need.Room(send.msqid(), send.payload().size(), cbytes, qbytes);
  }

  private Optional<QueueState> queue(int msqid) {
    return trace.queues().stream().filter(state -> state.msqid() == msqid).findFirst();
  }

  /**
   * Who is at the other end of a queue: by the assignment whoever plays the role that the kinds of messages
   * there come from or go to; where it has no such kind, whoever has done so.
   */
  private Set<Integer> parties(
      int pid,
      int msqid,
      Function<Spec.Kind, String> here,
      Function<Spec.Kind, String> there,
      Class<?> calls) {
    Set<Integer> parties = new TreeSet<>();
    boolean known = false;
    for (Spec.Kind kind : reading.spec().kinds().values()) {
      if (reading.plays(pid, here.apply(kind)) && isOn(kind, msqid)) {
        known = true;
        history.processes().stream()
            .map(ProcessHistory::pid)
            .filter(other -> reading.plays(other, there.apply(kind)))
            .forEach(parties::add);
      }
    }
    return known
        ? parties
        : callers(
            call -> calls.isInstance(call.operation())
                && call.operation() instanceof Transfer transfer
                && transfer.msqid() == msqid
                && (call.succeeded() || call.pending()));
  }

  private boolean isOn(Spec.Kind kind, int msqid) {
    return reading.channels().entrySet().stream()
        .anyMatch(c -> c.getKey().name().equals(kind.on()) && c.getValue().msqid() == msqid);
  }

  private Set<Integer> callers(Predicate<Call> which) {
    Set<Integer> callers = new TreeSet<>();
    trace.events(Call.class).filter(which).forEach(call -> callers.add(call.pid()));
    return callers;
  }

  private List<Integer> children(int pid, Wait wait) {
    return history.processes().stream()
        .filter(child -> child.start().parent() == pid && !reading.thread(child.pid()))
        .map(ProcessHistory::pid)
        .filter(child -> wait.target() <= 0 || child == wait.target())
        .filter(this::isLeft)
        .toList();
  }

  private Set<Integer> signallers(int target) {
    return callers(
        call -> call.succeeded()
            && call.operation() instanceof Kill kill
            && kill.target() == target
            && kill.signal() != 0);
  }

  /** The first of its changes that cannot be made. */
  private static @Nullable SemChange blocking(SemOp op) {
    Map<Integer, Integer> values = new HashMap<>();
    for (int i = 0; i < op.changes().size() && i < op.values().size(); i++) {
      SemChange change = op.changes().get(i);
      int value = values.getOrDefault(change.semnum(), op.values().get(i));
      if (change.semop() == 0 ? value != 0 : value + change.semop() < 0) {
        return change;
      }
      values.put(change.semnum(), value + change.semop());
    }
    return null;
  }

  private static Need value(SemOp op, SemChange change) {
    int value = op.values().get(op.changes().indexOf(change));
    return new Need.Value(op.semid(), change.semnum(), Math.max(0, -change.semop()), value);
  }

  /** Who holds what the change asks for, itself included; or else who has ever brought such a thing. */
  private List<Integer> changers(int pid, int semid, SemChange wanted) {
    int sign = wanted.semop() < 0 ? 1 : -1;
    Map<Integer, Integer> given = new TreeMap<>();
    Set<Integer> ever = new TreeSet<>();
    trace.events(Call.class)
        .filter(Call::succeeded)
        .forEach(
            call -> {
              if (call.operation() instanceof SemOp op && op.semid() == semid) {
                for (SemChange change : op.changes()) {
                  if (change.semnum() == wanted.semnum() && change.semop() != 0) {
                    given.merge(call.pid(), sign * change.semop(), Integer::sum);
                    if (sign * change.semop() > 0) {
                      ever.add(call.pid());
                    }
                  }
                }
              } else if (call.operation() instanceof SemCtl ctl && ctl.semid() == semid && ctl.sets()) {
                given.clear();
              }
            });
    List<Integer> holders =
        given.entrySet().stream()
            .filter(each -> each.getValue() < 0 && isLeft(each.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    return holders.isEmpty() ? others(pid, ever) : holders;
  }

  private List<Integer> others(int pid, Set<Integer> pids) {
    return pids.stream().filter(other -> other != pid && isLeft(other)).toList();
  }

  private boolean isLeft(int pid) {
    return history.process(pid).filter(process -> process.exit().isEmpty()).isPresent();
  }

  /** Shortest cycles, as many as there are without a process in common. */
  private static List<List<Integer>> cycles(Map<Integer, Set<Integer>> edges) {
    List<List<Integer>> cycles = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    for (int pid : edges.keySet()) {
      List<Integer> cycle = used.contains(pid) ? List.of() : cycle(pid, edges, used::contains);
      if (!cycle.isEmpty()) {
        cycles.add(cycle);
        used.addAll(cycle);
      }
    }
    return cycles;
  }

  private static List<Integer> cycle(
      int start, Map<Integer, Set<Integer>> edges, Predicate<Integer> excluded) {
    Map<Integer, Integer> from = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      int at = open.remove();
      for (int next : edges.getOrDefault(at, Set.of())) {
        if (next == start) {
          List<Integer> cycle = new ArrayList<>(List.of(at));
          for (int back = at; back != start;) {
            back = from.getOrDefault(back, start);
            cycle.add(back);
          }
          Collections.reverse(cycle);
          return cycle;
        }
        if (!excluded.test(next) && from.putIfAbsent(next, at) == null) {
          open.add(next);
        }
      }
    }
    return List.of();
  }
}
