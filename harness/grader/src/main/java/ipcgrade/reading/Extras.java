package ipcgrade.reading;

import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Reading.Channel;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.spec.Spec.Role;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds processes that behave as a role which has all its players: a fourth client. One does if it does half
 * of what its role does, and at least two things: it sends and receives what it should with those who play,
 * and has a queue of its own as they do. What serves a player, or all, does none of that.
 */
final class Extras {
  private static final int FEWEST = 2;

  private final Spec spec;
  private final Flows flows;
  private final CastSearch.Found found;
  private final Set<Integer> taken = new HashSet<>();

  Extras(Spec spec, Flows flows, CastSearch.Found found) {
    this.spec = spec;
    this.flows = flows;
    this.found = found;
    found.channels().values().forEach(queue -> taken.add(queue.msqid()));
  }

  /** By pid: the role that a process plays as one too many. */
  Map<Integer, String> find() {
    long cast = found.places().values().stream().mapToLong(this::set).reduce(0, (a, b) -> a | b);
    Map<Integer, String> extras = new TreeMap<>();
    for (int process = 0; process < flows.processes().size(); process++) {
      if ((cast & Flows.bit(process)) == 0) {
        int pid = flows.processes().get(process).pid();
        role(process).ifPresent(role -> extras.put(pid, role.name()));
      }
    }
    return extras;
  }

  private long set(Collection<Optional<ProcessHistory>> players) {
    long set = 0;
    for (int process = 0; process < flows.processes().size(); process++) {
      ProcessHistory each = flows.processes().get(process);
      if (players.stream().flatMap(Optional::stream).anyMatch(p -> p.pid() == each.pid())) {
        set |= Flows.bit(process);
      }
    }
    return set;
  }

  private Optional<Role> role(int process) {
    for (Role role : spec.roles().values()) {
      if (!role.root() && plays(process, role)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  private boolean plays(int process, Role role) {
    int all = 0;
    int does = 0;
    for (Kind kind : spec.kinds().values()) {
      Spec.Channel channel = spec.channels().get(kind.on());
      if (channel == null) {
        continue;
      }
      if (kind.from().equals(role.name())) {
        all++;
        does += sends(process, kind) ? 1 : 0;
      }
      if (kind.to().equals(role.name())) {
        all++;
        boolean own = channel.of().filter(role.name()::equals).isPresent();
        does += (own ? getsOnItsOwn(process, kind) : gets(process, kind)) ? 1 : 0;
      }
    }
    for (Spec.Channel channel : spec.channels().values()) {
      if (channel.of().filter(role.name()::equals).isPresent()) {
        all++;
        does += hasOwn(process) ? 1 : 0;
      }
    }
    return does >= FEWEST && 2 * does >= all;
  }

  private boolean sends(int process, Kind kind) {
    long to = players(kind.to());
    return queues(kind.on()).stream()
        .anyMatch(
            queue -> (flows.receivers(queue, process) & to) != 0
                || (flows.lost(queue) & Flows.bit(process)) != 0);
  }

  private boolean gets(int process, Kind kind) {
    long from = players(kind.from());
    return queues(kind.on()).stream().anyMatch(queue -> (flows.senders(queue, process) & from) != 0);
  }

  private boolean getsOnItsOwn(int process, Kind kind) {
    long from = players(kind.from());
    return own(process).stream().anyMatch(queue -> (flows.senders(queue, process) & from) != 0);
  }

  private boolean hasOwn(int process) {
    return own(process).stream()
        .anyMatch(queue -> (flows.announcers(queue) & Flows.bit(process)) != 0);
  }

  /** The queues that no channel is read from and that a process made. */
  private List<Integer> own(int process) {
    return numbers(
        queue -> !taken.contains(flows.queues().get(queue).msqid())
            && flows.creator(queue) == Flows.bit(process));
  }

  private long players(String role) {
    return set(found.places().getOrDefault(role, List.of()));
  }

  private List<Integer> queues(String channel) {
    Set<Integer> msqids = new HashSet<>();
    found
        .channels()
        .forEach(
            (Channel of, QueueHistory queue) -> {
              if (of.name().equals(channel)) {
                msqids.add(queue.msqid());
              }
            });
    return numbers(queue -> msqids.contains(flows.queues().get(queue).msqid()));
  }

  private List<Integer> numbers(IntPredicate which) {
    return IntStream.range(0, flows.queues().size()).filter(which).boxed().toList();
  }
}
