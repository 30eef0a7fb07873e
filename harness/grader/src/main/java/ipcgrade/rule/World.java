package ipcgrade.rule;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Layout;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Reading;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exec;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.trace.RunEnd;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A reading as claims see it: the values of {@link Vocabulary}'s words. What the run does not have is
 * there as an absent thing, of which {@code present} or {@code exists} is false, numbers are -1 and lists
 * are empty.
 */
public final class World {
  /** The value of a field that a message does not hold. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private final Reading reading;
  private final Ordering order;
  private final Events events;
  private final Map<Integer, Struct> processes;
  private final Map<Integer, Struct> queues;
  private final Struct nobody;
  private final Struct nowhere;
  private final Map<String, Object> variables = new HashMap<>();
  private final Map<String, Map<String, Object>> ofPlace = new HashMap<>();
  private final Layout layout;
  private final int most;

  /** The world of a reading, in which the fields of messages are not known yet. */
  public World(Reading reading) {
    this.reading = reading;
    History history = reading.history();
    this.order = new Ordering(history.order());
    this.events = new Events(order);
    this.processes = new LinkedHashMap<>();
    this.queues = new LinkedHashMap<>();
    this.nowhere = queue(Optional.empty());
    history.queues().forEach(q -> queues.put(q.msqid(), queue(Optional.of(q))));
    this.nobody = process(Optional.empty());
    history.processes().forEach(p -> processes.put(p.pid(), process(Optional.of(p))));

    variables.put("everyone", List.copyOf(processes.values()));
    variables.put("queues", List.copyOf(queues.values()));
    variables.put("finished", history.trace().end() instanceof RunEnd.Finished);
    variables.put("program", program(history));
    variables.put("fault", fault(history));
    for (Spec.Role role : reading.spec().roles().values()) {
      variables.put(role.count() == 1 ? role.name() : role.plural(), value(role));
    }
    for (Spec.Channel channel : reading.spec().channels().values()) {
      if (channel.of().isEmpty()) {
        variables.put(channel.name(), queue(channel.name(), 0));
      }
    }
    this.layout = Layout.UNKNOWN;
    this.most = Integer.MAX_VALUE;
    reading.spec().kinds().values().forEach(this::read);
  }

  private World(World other, Layout layout, int most) {
    this.reading = other.reading;
    this.order = other.order;
    this.events = other.events;
    this.processes = other.processes;
    this.queues = other.queues;
    this.nobody = other.nobody;
    this.nowhere = other.nowhere;
    this.variables.putAll(other.variables);
    this.layout = layout;
    this.most = most;
    for (Spec.Kind kind : reading.spec().kinds().values()) {
      if (most != other.most || !layout.agrees(other.layout, kind)) {
        read(kind);
      }
    }
  }

  /** The same world with its messages read under a layout. */
  public World under(Layout layout) {
    return new World(this, layout, most);
  }

  /** The same world with only the first {@code most} messages of each kind. */
  public World abridged(int most) {
    boolean isShort =
        reading.spec().kinds().values().stream()
            .allMatch(kind -> variables.get(kind.plural()) instanceof List<?> list && list.size() <= most);
    return isShort ? this : new World(this, layout, most);
  }

  private void read(Spec.Kind kind) {
    variables.put(
        kind.plural(),
        new Items(
            layout.membership(kind).members(kind, reading).stream()
                .limit(most)
                .map(m -> message(kind, m))
                .toList()));
  }

  /** What its messages look like. */
  public Layout layout() {
    return layout;
  }

  /** The reading that it shows. */
  public Reading reading() {
    return reading;
  }

  /** How claims about it take the order of its events. */
  Ordering order() {
    return order;
  }

  /** The variables of a claim that is not quantified. */
  Map<String, Object> variables() {
    return Collections.unmodifiableMap(variables);
  }

  /** The variables of a claim about the process in one place, from 0, of a role. */
  Map<String, Object> variables(Spec.Role role, int place) {
    return ofPlace.computeIfAbsent(
        role.player(place),
        _ -> {
          Map<String, Object> with = new HashMap<>(variables);
          with.put(role.name(), players(role).get(place));
          return with;
        });
  }

  private Object value(Spec.Role role) {
    List<Struct> players = players(role);
    return role.count() == 1 ? players.getFirst() : players;
  }

  private List<Struct> players(Spec.Role role) {
    return reading.places(role).stream()
        .map(place -> place.map(p -> process(p.pid())).orElse(nobody))
        .toList();
  }

  private Struct process(int pid) {
    return processes.getOrDefault(pid, nobody);
  }

  private Struct queue(String channel, int owner) {
    return reading
        .queue(channel, owner)
        .map(q -> queues.getOrDefault(q.msqid(), nowhere))
        .orElse(nowhere);
  }

  private Struct process(Optional<ProcessHistory> process) {
    int pid = process.map(ProcessHistory::pid).orElse(-1);
    Struct struct =
        new Struct(Vocabulary.PROCESS, process)
            .with("present", process.isPresent() && reading.present(pid))
            .with("thread", reading.thread(pid))
            .with("shared", reading.shared(pid))
            .with("extra", !reading.extra(pid).isEmpty())
            .with("pid", (long) pid)
            .with("parent", process.map(p -> (long) p.start().parent()).orElse(-1L))
            .with("clean", process.map(ProcessHistory::clean).orElse(false))
            .with("status", process.flatMap(ProcessHistory::exit).map(e -> (long) e.status()).orElse(-1L))
            .with("signal", process.flatMap(ProcessHistory::exit).map(e -> (long) e.signal()).orElse(-1L))
            .with("started", process.map(p -> events.of(p.start())).orElse(Events.NONE))
            .with("ended", process.flatMap(ProcessHistory::exit).map(events::of).orElse(Events.NONE))
            .with("calls", calls(process, _ -> true))
            .with("sends", calls(process, c -> c.operation() instanceof MsgSnd))
            .with("receives", calls(process, c -> c.operation() instanceof MsgRcv))
            .with("waits", calls(process, c -> c.operation() instanceof Wait))
            .with("sleeps", calls(process, c -> c.operation() instanceof Sleep))
            .with(
                "execs",
                process
                    .map(p -> p.execs().stream().map(events::of).toList())
                    .orElse(List.of()))
            .with(
                "executed",
                process.map(p -> p.execs().stream().map(Exec::path).toList()).orElse(List.of()));
    for (Spec.Channel channel : reading.spec().channels().values()) {
      if (channel.of().isPresent()) {
        struct.with(channel.name(), queue(channel.name(), pid));
      }
    }
    return struct;
  }

  private List<Struct> calls(Optional<ProcessHistory> process, Predicate<Call> which) {
    return process
        .map(p -> (List<Struct>) new Items(p.calls().filter(which).map(events::of).toList()))
        .orElse(List.of());
  }

  private Struct queue(Optional<QueueHistory> queue) {
    return new Struct(Vocabulary.QUEUE, queue)
        .with("exists", queue.isPresent())
        .with("left", queue.map(QueueHistory::left).orElse(false))
        .with("msqid", queue.map(q -> (long) q.msqid()).orElse(-1L))
        .with("key", queue.map(q -> (long) q.key()).orElse(-1L))
        .with("creator", queue.map(q -> (long) q.creator()).orElse(-1L))
        .with("created", queue.map(q -> events.of(q.created())).orElse(Events.NONE))
        .with("removed", queue.flatMap(QueueHistory::removed).map(events::of).orElse(Events.NONE));
  }

  private Struct message(Spec.Kind kind, Message message) {
    Struct struct =
        new Struct(Vocabulary.message(kind), message)
            .with("sender", process(message.sender()))
            .with("receiver", message.received().map(r -> process(r.pid())).orElse(nobody))
            .with("received", message.received().isPresent())
            .with("on", queues.getOrDefault(message.msqid(), nowhere))
            .with("mtype", message.mtype())
            .with("size", (long) message.payload().size())
            .with("sent", events.of(message.sent()))
            .with("receipt", message.received().map(events::of).orElse(Events.NONE));
    for (Spec.Field field : kind.fields()) {
      struct.with(
          field.name(), layout.read(new FieldName(kind.name(), field.name()), message).orElse(UNKNOWN));
    }
    return struct;
  }

  private Struct fault(History history) {
    return history.trace().events(Event.Struck.class).findFirst().map(events::of).orElse(Events.NONE);
  }

  /** The program's own file: the first that its first process executed. */
  private static String program(History history) {
    return history.trace().events().stream()
        .limit(2)
        .filter(Exec.class::isInstance)
        .map(e -> ((Exec) e).path())
        .findFirst()
        .orElse("");
  }
}
