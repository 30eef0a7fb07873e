package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Reading.Channel;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Expectation.Msqid;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds which queue is which channel, once it is supposed who plays which role. */
final class ChannelSearch {
  /** For each channel only so many of the likeliest queues are tried. */
  private static final int MOST_QUEUES = 3;

  /** What it costs to read one queue as two channels. */
  private static final int SHARED = 2;

  private final Spec spec;
  private final History history;

  /** By sender's pid: the msqids that its messages contain. */
  private final Map<Integer, Set<Long>> announced = new HashMap<>();

  /** By msqid: who sent to whom through it, each pair once: how often says nothing of who they are. */
  private final Map<Integer, Set<Flow>> flows = new HashMap<>();

  /** By receiver's pid: the msqids from which it received, or tried to. */
  private final Map<Integer, Set<Integer>> listened = new HashMap<>();

  /**
   * A way to read the queues.
   *
   * @param score how well it explains the messages; more is better
   */
  record Found(Map<Channel, QueueHistory> channels, int score) {}

  private record Candidate(QueueHistory queue, int score) {}

  /** At least one message; {@code receiver} is 0 if nobody took it. */
  private record Flow(int sender, int receiver) {}

  ChannelSearch(Spec spec, History history) {
    this.spec = spec;
    this.history = history;
    for (ProcessHistory process : history.processes()) {
      listened.put(
          process.pid(),
          process
              .calls()
              .filter(call -> call.operation() instanceof MsgRcv)
              .map(call -> ((MsgRcv) call.operation()).msqid())
              .collect(Collectors.toSet()));
    }
    Set<Long> msqids = history.queues().stream().map(q -> (long) q.msqid()).collect(Collectors.toSet());
    for (Message message : history.messages()) {
      flows
          .computeIfAbsent(message.msqid(), _ -> new HashSet<>())
          .add(new Flow(message.sender(), message.received().map(Call::pid).orElse(0)));
      for (Location location : Location.all(message)) {
        OptionalLong value = location.read(message);
        if (value.isPresent() && msqids.contains(value.getAsLong())) {
          announced.computeIfAbsent(message.sender(), _ -> new HashSet<>()).add(value.getAsLong());
        }
      }
    }
  }

  Found search(Map<String, List<ProcessHistory>> cast) {
    Map<Integer, String> roles = new HashMap<>();
    cast.forEach((role, processes) -> processes.forEach(p -> roles.put(p.pid(), role)));
    List<Channel> open = new ArrayList<>();
    for (Spec.Channel channel : spec.channels().values()) {
      if (channel.of().isEmpty()) {
        open.add(new Channel(channel.name(), 0));
      } else {
        cast.getOrDefault(channel.of().get(), List.of())
            .forEach(p -> open.add(new Channel(channel.name(), p.pid())));
      }
    }
    List<List<Candidate>> candidates =
        open.stream().map(channel -> candidates(channel, roles)).toList();
    return best(open, candidates, 0, new HashMap<>(), 0, new Found(Map.of(), Integer.MIN_VALUE));
  }

  private static Found best(
      List<Channel> open,
      List<List<Candidate>> candidates,
      int next,
      Map<Channel, QueueHistory> chosen,
      int score,
      Found best) {
    if (next == open.size()) {
      return score > best.score ? new Found(Map.copyOf(chosen), score) : best;
    }
    int reachable = score;
    for (List<Candidate> of : candidates.subList(next, candidates.size())) {
      reachable += of.isEmpty() ? 0 : of.getFirst().score;
    }
    if (reachable <= best.score) {
      return best;
    }
    Found top = best;
    for (Candidate candidate : candidates.get(next)) {
      int cost = chosen.containsValue(candidate.queue) ? SHARED : 0;
      chosen.put(open.get(next), candidate.queue);
      top = best(open, candidates, next + 1, chosen, score + candidate.score - cost, top);
      chosen.remove(open.get(next));
    }
    return best(open, candidates, next + 1, chosen, score, top);
  }

  private List<Candidate> candidates(Channel channel, Map<Integer, String> roles) {
    return history.queues().stream()
        .map(queue -> new Candidate(queue, score(channel, queue, roles)))
        .filter(candidate -> candidate.score > 0)
        .sorted(Comparator.comparingInt(Candidate::score).reversed())
        .limit(MOST_QUEUES)
        .toList();
  }

  private int score(Channel channel, QueueHistory queue, Map<Integer, String> roles) {
    int score = 0;
    for (Kind kind : spec.kinds().values()) {
      if (kind.on().equals(channel.name())) {
        for (Flow flow : flows.getOrDefault(queue.msqid(), Set.of())) {
          if (kind.from().equals(roles.get(flow.sender))) {
            score += score(kind, channel, flow, roles);
          }
        }
        score += listeners(kind, channel, queue, roles);
      }
      boolean announces =
          kind.from().equals(roles.get(channel.owner()))
              && kind.fields().stream()
                  .anyMatch(f -> f.expectation() instanceof Msqid m && m.channel().equals(channel.name()));
      if (announces
          && announced.getOrDefault(channel.owner(), Set.of()).contains((long) queue.msqid())) {
        score += 3;
      }
    }
    if (score > 0 || channel.owner() != 0) {
      score += queue.creator() == channel.owner() ? 2 : 0;
    }
    return score;
  }

  /** How many of those who receive this kind try to receive from the queue, in vain or not. */
  private int listeners(
      Kind kind, Channel channel, QueueHistory queue, Map<Integer, String> roles) {
    return (int) history.processes().stream()
        .filter(p -> kind.to().equals(roles.get(p.pid())))
        .filter(p -> channel.owner() == 0 || channel.owner() == p.pid())
        .filter(p -> listened.getOrDefault(p.pid(), Set.of()).contains(queue.msqid()))
        .count();
  }

  /** What it speaks for a channel that messages of this kind went through its queue. */
  private static int score(Kind kind, Channel channel, Flow flow, Map<Integer, String> roles) {
    if (flow.receiver == 0) {
      return 1;
    }
    if (channel.owner() != 0 && flow.receiver != channel.owner()) {
      return 0;
    }
    return kind.to().equals(roles.get(flow.receiver)) ? 3 : 0;
  }
}
