package ipcgrade.reading;

import ipcgrade.order.QueueHistory;
import ipcgrade.reading.ChannelScores.Open;
import ipcgrade.reading.Reading.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds which queue is which channel, once it is supposed who plays which role: a branch and bound. */
final class ChannelSearch {
  /** What it costs to read one queue as two channels, at least. */
  static final int SHARED = 2;

  private final Flows flows;
  private final ChannelScores scores;
  private final Cast cast;
  private final List<Open> open;
  private final List<List<Candidate>> candidates;
  private final int[] possible;
  private final int[] chosen;
  private int[] best;
  private int most = Integer.MIN_VALUE;
  private int nodes;

  /**
   * A way to read the queues.
   *
   * @param score how well it explains the messages; more is better
   * @param nodes how many partial ways were looked at
   */
  record Found(Map<Channel, QueueHistory> channels, int score, int nodes) {}

  private record Candidate(int queue, int score) {}

  private ChannelSearch(Flows flows, ChannelScores scores, Cast cast) {
    this.flows = flows;
    this.scores = scores;
    this.cast = cast;
    this.open = scores.channels(cast);
    this.candidates = open.stream().map(this::candidates).toList();
    this.possible = new int[open.size() + 1];
    for (int i = open.size() - 1; i >= 0; i--) {
      int likeliest = candidates.get(i).isEmpty() ? 0 : candidates.get(i).getFirst().score;
      possible[i] = possible[i + 1] + likeliest;
    }
    this.chosen = new int[open.size()];
    this.best = chosen.clone();
  }

  /** The best way to read the queues under a cast; of equal ones, one with the older queues. */
  static Found search(Flows flows, ChannelScores scores, Cast cast) {
    ChannelSearch search = new ChannelSearch(flows, scores, cast);
    search.choose(0, 0);
    return new Found(search.channels(), search.most, search.nodes);
  }

  private List<Candidate> candidates(Open channel) {
    List<Candidate> of = new ArrayList<>();
    for (int queue = 0; queue < flows.queues().size(); queue++) {
      int score = scores.score(channel, queue, cast);
      if (score > 0) {
        of.add(new Candidate(queue, score));
      }
    }
    of.sort(Comparator.comparingInt(Candidate::score).reversed());
    return of;
  }

  /** Chooses a queue, or none, for the channel at {@code next} and those after it. */
  private void choose(int next, int score) {
    nodes++;
    if (most != Integer.MIN_VALUE && score + possible[next] <= most) {
      return;
    }
    if (next == chosen.length) {
      most = score;
      best = chosen.clone();
      return;
    }
    for (Candidate candidate : candidates.get(next)) {
      chosen[next] = candidate.queue;
      choose(next + 1, score + candidate.score - cost(next));
    }
    chosen[next] = -1;
    choose(next + 1, score);
  }

  /** What the queue of a channel costs because others before it have it. */
  private int cost(int next) {
    int cost = 0;
    for (int other = 0; other < next; other++) {
      if (chosen[other] == chosen[next]) {
        cost += Math.max(SHARED, scores.common(open.get(other), open.get(next), chosen[next], cast));
      }
    }
    return cost;
  }

  /** A queue that one of those who should use the channel made before it came to that, or -1. */
  private int unused(Open channel) {
    for (int queue = 0; queue < flows.queues().size(); queue++) {
      int candidate = queue;
      boolean taken = Arrays.stream(best).anyMatch(other -> other == candidate);
      if (!taken && flows.unused(queue) && (flows.creator(queue) & scores.users(channel, cast)) != 0) {
        return queue;
      }
    }
    return -1;
  }

  private Map<Channel, QueueHistory> channels() {
    Map<Channel, QueueHistory> channels = new HashMap<>();
    for (int i = 0; i < best.length; i++) {
      if (best[i] < 0 && open.get(i).owner() < 0) {
        best[i] = unused(open.get(i));
      }
      if (best[i] >= 0) {
        int owner = open.get(i).owner();
        int pid = owner < 0 ? 0 : flows.processes().get(owner).pid();
        channels.put(new Channel(open.get(i).carrier().name(), pid), flows.queues().get(best[i]));
      }
    }
    return channels;
  }
}
