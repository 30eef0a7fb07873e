package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A run, read as the assignment speaks of it: who played what, where, and which message was what. */
public final class Reading {
  private final Spec spec;
  private final History history;
  private final Map<String, List<Optional<ProcessHistory>>> roles;
  private final Map<Channel, QueueHistory> channels;
  private final Map<Integer, String> roleOf = new HashMap<>();
  private final Map<Integer, String> nameOf = new HashMap<>();
  private final Map<String, List<Message>> messages = new HashMap<>();
  private final Set<Integer> present = new TreeSet<>();

  /**
   * A channel of the run.
   *
   * @param name as the spec has it
   * @param owner pid of the process whose own it is, or 0 if it belongs to all
   */
  public record Channel(String name, int owner) {}

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
    this.spec = spec;
    this.history = history;
    this.roles = Map.copyOf(roles);
    this.channels = Map.copyOf(channels);
    for (Spec.Role role : spec.roles().values()) {
      List<Optional<ProcessHistory>> places = places(role);
      for (int place = 0; place < places.size(); place++) {
        String name = role.player(place);
        places
            .get(place)
            .ifPresent(
                process -> {
                  roleOf.put(process.pid(), role.name());
                  nameOf.put(process.pid(), name);
                  if (role.root()) {
                    present.add(process.pid());
                  }
                });
      }
    }
    for (Kind kind : spec.kinds().values()) {
      List<Message> of = history.messages().stream().filter(m -> is(kind, m)).toList();
      messages.put(kind.name(), of);
      for (Message message : of) {
        present.add(message.sender());
        message
            .received()
            .filter(receive -> kind.to().equals(roleOf.get(receive.pid())))
            .ifPresent(receive -> present.add(receive.pid()));
      }
    }
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

  /** The role of a process, with its number where there are several: "registry", "client 2"; or empty. */
  public String name(int pid) {
    return nameOf.getOrDefault(pid, "");
  }

  /** The role of a process, as the spec names it; empty if it plays none. */
  public String role(int pid) {
    return roleOf.getOrDefault(pid, "");
  }

  /** What reports call a process: its {@link #name}, or "process 412" where it plays no role. */
  public String called(int pid) {
    return nameOf.getOrDefault(pid, "process " + pid);
  }

  /** The messages of a kind: those that the role which sends it sent through the channel it takes. */
  public List<Message> messages(Kind kind) {
    return messages.getOrDefault(kind.name(), List.of());
  }

  /** Whether a process does something that its role in this reading does; the root starts the others. */
  public boolean present(int pid) {
    return present.contains(pid);
  }

  private boolean is(Kind kind, Message message) {
    return kind.from().equals(roleOf.get(message.sender()))
        && channels.entrySet().stream()
            .anyMatch(
                c -> c.getKey().name().equals(kind.on())
                    && c.getValue().msqid() == message.msqid());
  }
}
