package ipcgrade.advice;

import ipcgrade.order.HappensBefore;
import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.Reading;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Operation.Semaphore;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Operation.Transfer;
import ipcgrade.trace.TaskNames;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sleeping so that others go first.
 *
 * <p>Said of a process that sleeps, and of what it does next with a queue or to another process, where
 * somebody in another role meanwhile did something that this must not overtake, and nothing but the pause
 * kept it from that: happens-before leaves the two unordered. Pauses between a process's uses of one queue,
 * as an assignment may ask for, are none of these: only its first use of a queue counts, the queue's removal,
 * and a kill.
 */
final class Sleeping {

  private final Reading run;
  private final History history;
  private final HappensBefore order;
  private final SortedMap<Long, Call> calls = new TreeMap<>();

  private Sleeping(Reading run) {
    this.run = run;
    this.history = run.history();
    this.order = history.order();
    history.trace().events(Call.class).forEach(call -> calls.put(call.seq(), call));
  }

  static List<Finding> in(Reading run) {
    Sleeping sleeping = new Sleeping(run);
    List<Finding> findings = new ArrayList<>();
    for (ProcessHistory process : run.history().processes()) {
      sleeping.of(process).ifPresent(findings::add);
    }
    return findings;
  }

  /** The sleeps that ended in an untimely run while others could move, in its order. */
  static List<Call> cutShort(Trace trace) {
    TaskNames names = TaskNames.of(trace);
    List<Call> slept =
        trace.events(Call.class).filter(call -> call.operation() instanceof Sleep).toList();
    List<Call> cutShort = new ArrayList<>();
    for (Decision decision : trace.decisions()) {
      if (decision.task().sleeps()) {
        slept.stream()
            .filter(call -> call.seq() >= decision.seq())
            .filter(call -> names.name(call.tid()).equals(decision.task().name()))
            .findFirst()
            .ifPresent(cutShort::add);
      }
    }
    return cutShort;
  }

  private Optional<Finding> of(ProcessHistory process) {
    Optional<Call> slept = beforeFork(process);
    Set<Integer> used = new HashSet<>();
    for (Call call : process.calls().toList()) {
      if (call.operation() instanceof Sleep sleep) {
        slept = sleep.nanoseconds() > 0 ? Optional.of(call) : slept;
        continue;
      }
      boolean first = use(call.operation()).filter(used::add).isPresent();
      if (slept.isPresent() && (first || always(call.operation()))) {
        Call pause = slept.get();
        Optional<Call> other = overtaken(pause, call);
        if (other.isPresent()) {
          return Optional.of(
              new Finding(Topic.SLEEPING, pause.pid(), "", List.of(pause, call)));
        }
      }
      if (acts(call.operation())) {
        slept = Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The pause that its parent made right before it started it. */
  private Optional<Call> beforeFork(ProcessHistory process) {
    return history.process(process.start().parent()).stream()
        .flatMap(ProcessHistory::calls)
        .filter(call -> call.entry() < process.start().seq())
        .reduce((_, later) -> later)
        .filter(call -> call.operation() instanceof Sleep sleep && sleep.nanoseconds() > 0);
  }

  /** What somebody else did during the pause that {@code call} must not overtake, and might have. */
  private Optional<Call> overtaken(Call pause, Call call) {
    Set<String> roles = run.roles(call.pid());
    return calls.headMap(pause.seq()).tailMap(pause.entry()).values().stream()
        .filter(Call::succeeded)
        .filter(other -> other.pid() != call.pid() && !run.roles(other.pid()).equals(roles))
        .filter(other -> mustPrecede(other, call))
        .filter(other -> !order.proves(other, call) && !order.proves(call, other))
        .findFirst();
  }

  private boolean mustPrecede(Call other, Call call) {
    return switch (call.operation()) {
      case MsgSnd send -> sends(other, send.msqid()) || creates(other, send.msqid());
      case MsgRcv receive -> creates(other, receive.msqid());
      case MsgGet get -> !get.creates() && creates(other, (int) call.result());
      case MsgCtl ctl -> ctl.removes() && uses(other, ctl.msqid());
      case Kill kill -> kill.target() == other.pid() && other.operation() instanceof Transfer;
      case Sleep _, Operation.Wait _, Semaphore _, Pause _ -> false;
    };
  }

  private boolean creates(Call call, int msqid) {
    return history.queues().stream()
        .anyMatch(queue -> queue.msqid() == msqid && queue.created().seq() == call.seq());
  }

  private static boolean sends(Call call, int msqid) {
    return call.operation() instanceof MsgSnd send && send.msqid() == msqid;
  }

  private static boolean uses(Call call, int msqid) {
    return call.operation() instanceof Transfer transfer && transfer.msqid() == msqid;
  }

  /** The queue that an operation puts a message into or takes one from. */
  private static Optional<Integer> use(Operation operation) {
    return operation instanceof Transfer transfer ? Optional.of(transfer.msqid()) : Optional.empty();
  }

  /** What counts however often a process used the queue before. */
  private static boolean always(Operation operation) {
    return switch (operation) {
      case MsgCtl ctl -> ctl.removes();
      case MsgGet get -> get.key() != 0 && !get.creates();
      case Kill _ -> true;
      case MsgSnd _, MsgRcv _, Operation.Wait _, Sleep _, Semaphore _, Pause _ -> false;
    };
  }

  /** Whether the pause before an operation is over with it: what a process does for itself does not end it. */
  private static boolean acts(Operation operation) {
    return use(operation).isPresent()
        || always(operation)
        || operation instanceof Operation.Wait
        || operation instanceof SemOp
        || operation instanceof Pause;
  }
}
