package ipcgrade.score;

import ipcgrade.order.Message;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Reading;
import ipcgrade.rule.World;
import ipcgrade.spec.FaultSpec;
import ipcgrade.spec.FaultSpec.Mailbox;
import ipcgrade.spec.FaultSpec.Player;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.OnQueue;
import ipcgrade.trace.TaskNames;
import ipcgrade.trace.Trace;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Says where the faults of a spec strike a program, by a run in which nothing goes wrong: which task plays the role,
 * which queue is the channel, which msgsnd sends the kind. A fault that has no place there is left out.
 */
final class FaultPlan {
  private final World world;
  private final Reading reading;
  private final Trace trace;
  private final TaskNames names;

  private FaultPlan(World world) {
    this.world = world;
    reading = world.reading();
    trace = reading.history().trace();
    names = TaskNames.of(trace);
  }

  /** The faults that can strike, by their names in the spec. */
  static Map<String, Fault> of(Spec spec, World world) {
    FaultPlan plan = new FaultPlan(world);
    Map<String, Fault> faults = new LinkedHashMap<>();
    spec.faults().forEach((name, fault) -> plan.place(fault).ifPresent(placed -> faults.put(name, placed)));
    return Collections.unmodifiableMap(faults);
  }

  private Optional<Fault> place(FaultSpec fault) {
    return switch (fault) {
      case FaultSpec.Interrupt(Player process, int wait) ->
          pid(process).map(pid -> new Fault.Interrupt(names.name(pid), wait));
      case FaultSpec.Kill(Player process, int call) ->
          pid(process)
              .filter(pid -> calls(each -> each.tid() == pid).size() >= call)
              .map(pid -> new Fault.Kill(names.name(pid), call));
      case FaultSpec.Delay(String kind, long millis) -> sent(kind).map(send -> delay(send, millis));
      case FaultSpec.Full(Mailbox queue, int messages) ->
          queue(queue).map(found -> new Fault.Full(object(found), largest(found) * messages));
      case FaultSpec.Remove(Mailbox queue, int after) ->
          queue(queue)
              .filter(found -> calls(each -> isOn(each, found)).size() >= after)
              .map(found -> new Fault.Remove(object(found), after));
      case FaultSpec.Queues(int most) ->
          reading.history().queues().size() > most ? Optional.of(new Fault.Queues(most)) : Optional.empty();
      case FaultSpec.Processes(int most) ->
          trace.events(Event.Start.class).count() > most + 1
              ? Optional.of(new Fault.Processes(most))
              : Optional.empty();
      case FaultSpec.FirstMsqid _ ->
          reading.history().queues().isEmpty() ? Optional.empty() : Optional.of(new Fault.ZeroMsqid());
      case FaultSpec.Stale(Mailbox queue, int messages) ->
          queue(queue).map(found -> new Fault.Stale(found.key(), oldest(found, messages)));
    };
  }

  private Optional<Integer> pid(Player player) {
    return Optional.ofNullable(reading.spec().roles().get(player.role()))
        .flatMap(role -> reading.places(role).get(player.number() - 1))
        .map(process -> process.pid());
  }

  private Optional<QueueHistory> queue(Mailbox mailbox) {
    return mailbox.owner().isEmpty()
        ? reading.queue(mailbox.channel(), 0)
        : pid(mailbox.owner().get()).flatMap(pid -> reading.queue(mailbox.channel(), pid));
  }

  /** Its name, as {@link ipcgrade.trace.Decision.Option#object}: queues count as they are got first. */
  private String object(QueueHistory queue) {
    List<Integer> got =
        calls(call -> call.operation() instanceof MsgGet && call.succeeded()).stream()
            .sorted(Comparator.comparingLong(Call::seq))
            .map(call -> (int) call.result())
            .distinct()
            .toList();
    return "q" + got.indexOf(queue.msqid());
  }

  private static boolean isOn(Call call, QueueHistory queue) {
    return call.operation() instanceof OnQueue on && on.msqid() == queue.msqid();
  }

  private List<Call> calls(Predicate<Call> which) {
    return trace.events(Call.class).filter(call -> call.pid() != Event.OUTSIDE).filter(which).toList();
  }

  private List<MsgSnd> sends(QueueHistory queue) {
    return reading.history().messages().stream()
        .filter(message -> message.msqid() == queue.msqid())
        .map(message -> (MsgSnd) message.sent().operation())
        .toList();
  }

  private long largest(QueueHistory queue) {
    return sends(queue).stream().mapToLong(send -> send.payload().size()).max().orElse(1);
  }

  private List<Fault.Message> oldest(QueueHistory queue, int messages) {
    return sends(queue).stream()
        .limit(messages)
        .map(send -> new Fault.Message(send.mtype(), send.payload()))
        .toList();
  }

  /** The first message of a kind, as it was sent. */
  private Optional<Call> sent(String kind) {
    return Optional.ofNullable(reading.spec().kinds().get(kind))
        .flatMap(known -> world.layout().membership(known).members(known, reading).stream().findFirst())
        .map(Message::sent);
  }

  private Fault delay(Call send, long millis) {
    int nth =
        calls(
            call -> call.tid() == send.tid()
                && call.operation() instanceof MsgSnd
                && call.entry() <= send.entry())
            .size();
    return new Fault.Delay(names.name(send.tid()), nth, millis);
  }
}
