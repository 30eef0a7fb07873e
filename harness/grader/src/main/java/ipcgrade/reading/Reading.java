package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.Semaphore;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Operation.Transfer;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.wording.Words;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A run, read as the assignment speaks of it: who played what, where, and which message was what. */
public final class Reading {
  private static final int IPC_PRIVATE = 0;

  private final Spec spec;
  private final History history;
  private final Map<String, List<Optional<ProcessHistory>>> roles;
  private final Map<Channel, QueueHistory> channels;
  private final Notes notes;
  private final Map<Integer, Set<String>> rolesOf = new HashMap<>();
  private final Map<Integer, String> nameOf;
  private final Map<String, List<Message>> messages = new HashMap<>();
  private final Set<Integer> active = new TreeSet<>();
  private final Set<Integer> present = new TreeSet<>();

  /**
   * A channel of the run.
   *
   * @param name as the spec has it
   * @param owner pid of the process whose own it is, or 0 if it belongs to all
   */
  public record Channel(String name, int owner) {}

  /**
   * What is known of a reading beside who plays what.
   *
   * @param extras by pid: the role that a process without a place plays as one too many
   * @param threads the pids that are tids: threads, read as processes
   * @param score how well it explains the messages; more is better
   * @param rivals the readings that explain them about as well, the best first
   */
  record Notes(Map<Integer, String> extras, Set<Integer> threads, int score, List<Rival> rivals) {
    static final Notes NONE = new Notes(Map.of(), Set.of(), 0, List.of());

    Notes {
      extras = Map.copyOf(extras);
      threads = Set.copyOf(threads);
      rivals = List.copyOf(rivals);
    }
  }

  /**
   * Another reading of the same run.
   *
   * @param ahead by how much its score is higher than this one's; below 0 if it is lower
   * @param names by pid: what who plays is called in it
   */
  public record Rival(int ahead, Map<Integer, String> names) {
    public Rival {
      names = Map.copyOf(names);
    }
  }

  /**
   * A reading.
   *
   * @param roles the process in each place of each role, in pid order; empty where there is none
   * @param channels the queue of each channel
   */
  Reading(
      Spec spec,
      History history,
      Map<String, List<Optional<ProcessHistory>>> roles,
      Map<Channel, QueueHistory> channels) {
    this(spec, history, roles, channels, Notes.NONE);
  }

  Reading(
      Spec spec,
      History history,
      Map<String, List<Optional<ProcessHistory>>> roles,
      Map<Channel, QueueHistory> channels,
      Notes notes) {
    this.notes = notes;
    this.spec = spec;
    this.history = history;
    this.roles = Map.copyOf(roles);
    this.channels = Map.copyOf(channels);
    this.nameOf = names(spec, roles);
    for (Spec.Role role : spec.roles().values()) {
      for (Optional<ProcessHistory> place : places(role)) {
        place.ifPresent(
            process -> {
              rolesOf.computeIfAbsent(process.pid(), _ -> new TreeSet<>()).add(role.name());
              if (role.root()) {
                active.add(process.pid());
              }
            });
      }
    }
    for (Kind kind : spec.kinds().values()) {
      List<Message> of = history.messages().stream().filter(m -> is(kind, m) && !isToExtra(kind, m)).toList();
      messages.put(kind.name(), of);
      for (Message message : of) {
        active.add(message.sender());
        message
            .received()
            .filter(receive -> plays(receive.pid(), kind.to()))
            .ifPresent(receive -> active.add(receive.pid()));
      }
    }
    present.addAll(active);
    rolesOf.keySet().stream().filter(this::seeks).forEach(present::add);
  }

  /** Whether a process asks for a channel's queue, by its key or with a message, in vain or not. */
  private boolean seeks(int pid) {
    Set<Integer> msqids = new HashSet<>();
    Set<Integer> keys = new HashSet<>();
    channels
        .values()
        .forEach(
            queue -> {
              msqids.add(queue.msqid());
              keys.add(queue.key());
            });
    keys.remove(IPC_PRIVATE);
    return history.process(pid).stream()
        .flatMap(ProcessHistory::calls)
        .anyMatch(
            call -> switch (call.operation()) {
              case MsgGet get -> keys.contains(get.key());
              case Transfer transfer -> msqids.contains(transfer.msqid());
              case MsgCtl _, Semaphore _, Wait _, Sleep _, Kill _, Pause _ -> false;
            });
  }

  /** A reading of a run in which nothing ever started. */
  static Reading empty(Spec spec, History history) {
    Map<String, List<Optional<ProcessHistory>>> nobody = new HashMap<>();
    spec.roles()
        .values()
        .forEach(role -> nobody.put(role.name(), Collections.nCopies(role.count(), Optional.empty())));
    return new Reading(spec, history, nobody, Map.of());
  }

  /** By pid: what who plays is called, both names where it is two roles. */
  static Map<Integer, String> names(Spec spec, Map<String, List<Optional<ProcessHistory>>> roles) {
    Map<Integer, String> names = new TreeMap<>();
    for (Spec.Role role : spec.roles().values()) {
      List<Optional<ProcessHistory>> places = roles.getOrDefault(role.name(), List.of());
      for (int place = 0; place < places.size(); place++) {
        String name = role.player(place);
        places
            .get(place)
            .ifPresent(p -> names.merge(p.pid(), name, (one, other) -> one + ", " + other));
      }
    }
    return names;
  }

  /** The assignment. */
  public Spec spec() {
    return spec;
  }

  /** The run. */
  public History history() {
    return history;
  }

  /** The process in each place of a role, in pid order; empty where there is none. */
  public List<Optional<ProcessHistory>> places(Spec.Role role) {
    return roles.getOrDefault(role.name(), List.of());
  }

  /** The queue of each channel that has one. */
  public Map<Channel, QueueHistory> channels() {
    return channels;
  }

  /** The queue of a channel; {@code owner} is 0 for one that belongs to all. */
  public Optional<QueueHistory> queue(String channel, int owner) {
    return Optional.ofNullable(channels.get(new Channel(channel, owner)));
  }

  /** What the assignment calls a queue, "requests" or "mailbox of server 1", as its first channel is; or empty. */
  public Optional<String> queueName(int msqid, Words words) {
    List<String> order = List.copyOf(spec.channels().keySet());
    return channels.entrySet().stream()
        .filter(channel -> channel.getValue().msqid() == msqid)
        .map(Map.Entry::getKey)
        .min(Comparator.comparingInt(channel -> order.indexOf(channel.name())))
        .map(
            channel -> channel.owner() == 0
                ? channel.name()
                : words.get("wait.owned", channel.name(), called(channel.owner())));
  }

  /** What a queue is called: as the assignment calls it, "requests" or "mailbox of server 1", or "queue 65538". */
  public String queueCalled(int msqid, Words words) {
    return queueName(msqid, words).orElseGet(() -> words.get("value.queue", Integer.toString(msqid)));
  }

  /** The role of a process, with its number where there are several: "registry", "client 2"; or empty. */
  public String name(int pid) {
    return nameOf.getOrDefault(pid, "");
  }

  /** The roles of a process, as the spec names them; none if it plays none. */
  public Set<String> roles(int pid) {
    return Set.copyOf(rolesOf.getOrDefault(pid, Set.of()));
  }

  /** What reports call a process: its {@link #name}, or "process 412" where it plays no role; "ipcgrade" is who stands for a fault. */
  public String called(int pid) {
    return nameOf.getOrDefault(pid, pid == Event.OUTSIDE ? "ipcgrade" : "process " + pid);
  }

  /** The messages that go a kind's way: its role sent them through its channel. See {@link Membership}. */
  public List<Message> messages(Kind kind) {
    return messages.getOrDefault(kind.name(), List.of());
  }

  /** Whether a process does something that its role in this reading does; the root starts the others. */
  public boolean active(int pid) {
    return active.contains(pid);
  }

  /** Whether a process is {@link #active}, or at least asks for a queue that its role may use. */
  public boolean present(int pid) {
    return present.contains(pid);
  }

  /** Whether a process plays a role. */
  public boolean plays(int pid, String role) {
    return rolesOf.getOrDefault(pid, Set.of()).contains(role);
  }

  /** Whether a process plays more than one role. */
  public boolean shared(int pid) {
    return rolesOf.getOrDefault(pid, Set.of()).size() > 1;
  }

  /** Whether what is read as a process is a thread of one. */
  public boolean thread(int pid) {
    return notes.threads.contains(pid);
  }

  /** The role that a process plays which has no place left for it, or empty. */
  public String extra(int pid) {
    return notes.extras.getOrDefault(pid, "");
  }

  /** How well it explains the messages; more is better. */
  public int score() {
    return notes.score;
  }

  /** The readings that explain the messages about as well, the best first. */
  public List<Rival> rivals() {
    return notes.rivals;
  }

  /** What a fourth client gets is no concern of the three. */
  private boolean isToExtra(Kind kind, Message message) {
    return message.received().filter(receive -> extra(receive.pid()).equals(kind.to())).isPresent();
  }

  private boolean is(Kind kind, Message message) {
    return plays(message.sender(), kind.from())
        && channels.entrySet().stream()
            .anyMatch(
                c -> c.getKey().name().equals(kind.on())
                    && c.getValue().msqid() == message.msqid());
  }
}
