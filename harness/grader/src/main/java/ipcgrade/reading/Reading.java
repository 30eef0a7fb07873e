package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run, read as the assignment speaks of it.
 *
 * @param roles the process in each place of each role, in pid order; empty where there is none
 * @param channels the queue of each channel
 */
public record Reading(
    Spec spec,
    History history,
    Map<String, List<Optional<ProcessHistory>>> roles,
    Map<Channel, QueueHistory> channels) {
  public Reading {
    roles = Map.copyOf(roles);
    channels = Map.copyOf(channels);
  }

  /**
   * A channel of the run.
   *
   * @param name as the spec has it
   * @param owner pid of the process whose own it is, or 0 if it belongs to all
   */
  public record Channel(String name, int owner) {}

  /** The queue of a channel. */
  public Optional<QueueHistory> queue(String channel, int owner) {
    return Optional.ofNullable(channels.get(new Channel(channel, owner)));
  }

  /** The role of a process, with its number where there are several: "registry", "client 2". */
  public String name(int pid) {
    for (Spec.Role role : spec.roles().values()) {
      int place = place(role, pid);
      if (place >= 0) {
        return role.count() == 1 ? role.name() : role.name() + " " + (place + 1);
      }
    }
    return "";
  }

  /** The messages of a kind. */
  public List<Message> messages(Kind kind) {
    return history.messages().stream().filter(m -> is(kind, m)).toList();
  }

  /** Whether a message is of a kind: sent by the role that sends it, through the channel it takes. */
  public boolean is(Kind kind, Message message) {
    return plays(kind.from(), message.sender()) && channel(kind.on(), message.msqid());
  }

  /** Whether a process does something that its role in this reading does. */
  public boolean present(int pid) {
    return spec.kinds().values().stream()
        .anyMatch(
            kind ->
                history.messages().stream()
                    .filter(m -> is(kind, m))
                    .anyMatch(
                        m ->
                            m.sender() == pid
                                || (plays(kind.to(), pid)
                                    && m.received().map(r -> r.pid() == pid).orElse(false))));
  }

  private boolean plays(String role, int pid) {
    Spec.Role named = spec.roles().get(role);
    return named != null && place(named, pid) >= 0;
  }

  private boolean channel(String name, int msqid) {
    return channels.entrySet().stream()
        .anyMatch(c -> c.getKey().name().equals(name) && c.getValue().msqid() == msqid);
  }

  private int place(Spec.Role role, int pid) {
    List<Optional<ProcessHistory>> places = new ArrayList<>(roles.getOrDefault(role.name(), List.of()));
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).map(p -> p.pid() == pid).orElse(false)) {
        return i;
      }
    }
    return -1;
  }
}
