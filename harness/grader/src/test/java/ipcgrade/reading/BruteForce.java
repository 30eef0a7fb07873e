package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.spec.Spec.Role;
import ipcgrade.trace.Operation.MsgRcv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What a reading is worth, said as plainly as possible, and the best of all that there are. */
final class BruteForce {
  private final Spec spec;
  private final History history;
  private final ProcessHistory root;
  private final boolean doubles;
  private final Map<Integer, Set<Flow>> flows = new HashMap<>();
  private final Set<Told> announced = new HashSet<>();
  private final Set<Told> listening = new HashSet<>();
  private int best = Integer.MIN_VALUE;

  private record Owned(String channel, int owner) {}

  private record Flow(int sender, int receiver) {}

  /** A process and a queue that it named in a message, or received from. */
  private record Told(int pid, int msqid) {}

  BruteForce(Spec spec, History history, ProcessHistory root, boolean doubles) {
    this.spec = spec;
    this.history = history;
    this.root = root;
    this.doubles = doubles;
    for (QueueHistory queue : history.queues()) {
      flows.put(queue.msqid(), flows(queue));
      for (ProcessHistory process : history.processes()) {
        Told told = new Told(process.pid(), queue.msqid());
        if (announced(process.pid(), queue)) {
          announced.add(told);
        }
        if (process.calls().anyMatch(c -> c.operation() instanceof MsgRcv r && r.msqid() == queue.msqid())) {
          listening.add(told);
        }
      }
    }
  }

  int best() {
    Map<String, Set<Integer>> cast = new HashMap<>();
    spec.roles().values().forEach(r -> cast.put(r.name(), new LinkedHashSet<>()));
    spec.roles().values().stream().filter(Role::root).forEach(r -> players(cast, r.name()).add(root.pid()));
    cast(0, cast);
    return best;
  }

  private static Set<Integer> players(Map<String, Set<Integer>> cast, String role) {
    return cast.computeIfAbsent(role, _ -> new LinkedHashSet<>());
  }

  /** Every process plays nothing, one role, or two. */
  private void cast(int next, Map<String, Set<Integer>> cast) {
    if (next == history.processes().size()) {
      judge(cast);
      return;
    }
    int pid = history.processes().get(next).pid();
    cast(next + 1, cast);
    for (Role one : spec.roles().values()) {
      if (join(cast, one, pid)) {
        cast(next + 1, cast);
        if (doubles && pid != root.pid()) {
          for (Role other : spec.roles().values()) {
            if (other.name().compareTo(one.name()) > 0 && join(cast, other, pid)) {
              cast(next + 1, cast);
              players(cast, other.name()).remove(pid);
            }
          }
        }
        players(cast, one.name()).remove(pid);
      }
    }
  }

  private boolean join(Map<String, Set<Integer>> cast, Role role, int pid) {
    boolean second = cast.values().stream().anyMatch(players -> players.contains(pid));
    return !role.root()
        && players(cast, role.name()).size() < role.count()
        && (!second || (doubles && doubled(cast) == 0))
        && players(cast, role.name()).add(pid);
  }

  private static long doubled(Map<String, Set<Integer>> cast) {
    Set<Integer> all = new HashSet<>();
    cast.values().forEach(all::addAll);
    return cast.values().stream().mapToLong(Set::size).sum() - all.size();
  }

  private void judge(Map<String, Set<Integer>> cast) {
    List<Owned> channels = new ArrayList<>();
    for (Spec.Channel channel : spec.channels().values()) {
      if (channel.of().isEmpty()) {
        channels.add(new Owned(channel.name(), 0));
      } else {
        players(cast, channel.of().get()).forEach(p -> channels.add(new Owned(channel.name(), p)));
      }
    }
    queues(channels, new ArrayList<>(), cast, (int) (-CastSearch.DOUBLED * doubled(cast)));
  }

  private void queues(List<Owned> channels, List<Integer> chosen, Map<String, Set<Integer>> cast, int score) {
    int next = chosen.size();
    if (next == channels.size()) {
      best = Math.max(best, score);
      return;
    }
    chosen.add(-1);
    queues(channels, chosen, cast, score);
    chosen.removeLast();
    for (QueueHistory queue : history.queues()) {
      int cost = 0;
      for (int other = 0; other < next; other++) {
        if (chosen.get(other) == queue.msqid()) {
          cost +=
              Math.max(ChannelSearch.SHARED, common(channels.get(other), channels.get(next), queue, cast));
        }
      }
      chosen.add(queue.msqid());
      queues(channels, chosen, cast, score + Math.max(0, score(channels.get(next), queue, cast)) - cost);
      chosen.removeLast();
    }
  }

  private Set<Flow> flows(QueueHistory queue) {
    Set<Flow> flows = new HashSet<>();
    for (Message message : history.messages()) {
      if (message.msqid() == queue.msqid()) {
        flows.add(new Flow(message.sender(), message.received().map(r -> r.pid()).orElse(0)));
      }
    }
    return flows;
  }

  private int worth(Kind kind, Owned channel, Flow flow, Map<String, Set<Integer>> cast) {
    if (!players(cast, kind.from()).contains(flow.sender)) {
      return 0;
    }
    if (flow.receiver == 0) {
      return 1;
    }
    boolean right = players(cast, kind.to()).contains(flow.receiver);
    boolean own = channel.owner == 0 || flow.receiver == channel.owner;
    return right && own ? ChannelScores.DELIVERED : 0;
  }

  private List<Kind> kinds(String channel) {
    return spec.kinds().values().stream().filter(k -> k.on().equals(channel)).toList();
  }

  private int score(Owned channel, QueueHistory queue, Map<String, Set<Integer>> cast) {
    int score = 0;
    List<Kind> kinds = kinds(channel.channel);
    for (Flow flow : flows.getOrDefault(queue.msqid(), Set.of())) {
      for (int i = 0; i < kinds.size(); i++) {
        score += worth(kinds.get(i), channel, flow, cast);
        for (int j = i + 1; j < kinds.size(); j++) {
          score -=
              Math.min(worth(kinds.get(i), channel, flow, cast), worth(kinds.get(j), channel, flow, cast));
        }
      }
    }
    for (Kind kind : kinds) {
      for (ProcessHistory process : history.processes()) {
        boolean concerned =
            players(cast, kind.to()).contains(process.pid())
                && (channel.owner == 0 || channel.owner == process.pid());
        score += concerned && listening.contains(new Told(process.pid(), queue.msqid())) ? 1 : 0;
      }
    }
    if (channel.owner != 0) {
      score += queue.creator() == channel.owner ? ChannelScores.CREATED : 0;
      score += announced.contains(new Told(channel.owner, queue.msqid())) ? ChannelScores.ANNOUNCED : 0;
    }
    return score;
  }

  private boolean announced(int pid, QueueHistory queue) {
    if (queue.msqid() == 0 && queue.creator() != pid) {
      return false;
    }
    return history.messages().stream()
        .filter(m -> m.sender() == pid)
        .anyMatch(
            m -> Location.all(m).stream()
                .map(place -> place.read(m))
                .filter(OptionalLong::isPresent)
                .anyMatch(value -> value.getAsLong() == queue.msqid()));
  }

  private int common(Owned one, Owned other, QueueHistory queue, Map<String, Set<Integer>> cast) {
    int common = 0;
    for (Flow flow : flows.getOrDefault(queue.msqid(), Set.of())) {
      for (Kind a : kinds(one.channel)) {
        for (Kind b : kinds(other.channel)) {
          common += Math.min(worth(a, one, flow, cast), worth(b, other, flow, cast));
        }
      }
    }
    return common;
  }
}
