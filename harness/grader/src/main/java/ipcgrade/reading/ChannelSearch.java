package ipcgrade.reading;

import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Reading.Channel;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Expectation.Msqid;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which queue is which channel, once it is supposed who plays which role; and how well that could
 * explain the messages while some places of the cast are still open.
 */
final class ChannelSearch {
  /** What it costs to read one queue as two channels. */
  static final int SHARED = 2;

  /** What it speaks for a channel that a message went from and to whom it should. */
  static final int DELIVERED = 3;

  /** What it speaks for a process's own channel that it made the queue. */
  static final int CREATED = 2;

  /** What it speaks for a process's own channel that it told others the msqid. */
  static final int ANNOUNCED = 3;

  private final Flows flows;
  private final List<Carrier> carriers;
  private final int[] values = new int[Long.SIZE];
  private int nodes;

  /**
   * A way to read the queues.
   *
   * @param score how well it explains the messages; more is better
   */
  record Found(Map<Channel, QueueHistory> channels, int score) {}

  private record Candidate(int queue, int score) {}

  /** A channel of the spec, with the numbers of the roles that use it; {@code of} is -1 if it is for all. */
  private record Carrier(String name, int of, List<Route> routes, int announcements) {}

  /** A kind of message on a channel. */
  private record Route(int from, int to) {}

  private record Open(Carrier carrier, int owner) {}

  ChannelSearch(Spec spec, Flows flows) {
    this.flows = flows;
    List<String> roles = List.copyOf(spec.roles().keySet());
    this.carriers =
        spec.channels().values().stream()
            .map(channel -> carrier(channel, spec, roles))
            .toList();
  }

  private static Carrier carrier(Spec.Channel channel, Spec spec, List<String> roles) {
    List<Route> routes =
        spec.kinds().values().stream()
            .filter(kind -> kind.on().equals(channel.name()))
            .map(kind -> new Route(roles.indexOf(kind.from()), roles.indexOf(kind.to())))
            .toList();
    long announcements =
        spec.kinds().values().stream()
            .filter(kind -> channel.of().filter(kind.from()::equals).isPresent())
            .filter(kind -> announces(kind, channel))
            .count();
    return new Carrier(
        channel.name(), channel.of().map(roles::indexOf).orElse(-1), routes, (int) announcements);
  }

  static boolean announces(Kind kind, Spec.Channel channel) {
    return kind.fields().stream()
        .anyMatch(f -> f.expectation() instanceof Msqid m && m.channel().equals(channel.name()));
  }

  /** How many partial readings of queues it has looked at. */
  int nodes() {
    return nodes;
  }

  /** A score that no way to fill the open places of a cast, and to read the queues, exceeds. */
  int bound(Cast cast) {
    int bound = 0;
    for (Carrier carrier : carriers) {
      if (carrier.of < 0) {
        bound += best(carrier, -1, cast);
      } else {
        for (long rest = cast.players(carrier.of); rest != 0; rest &= rest - 1) {
          bound += best(carrier, Long.numberOfTrailingZeros(rest), cast);
        }
        if (cast.open(carrier.of) > 0) {
          int n = 0;
          int[] owners = new int[Long.bitCount(cast.pool(carrier.of))];
          for (long rest = cast.pool(carrier.of); rest != 0; rest &= rest - 1) {
            owners[n++] = best(carrier, Long.numberOfTrailingZeros(rest), cast);
          }
          bound += largest(owners, n, cast.open(carrier.of));
        }
      }
    }
    return bound;
  }

  private int best(Carrier carrier, int owner, Cast cast) {
    int best = 0;
    for (int queue = 0; queue < flows.queues().size(); queue++) {
      best = Math.max(best, score(carrier, owner, queue, cast));
    }
    return best;
  }

  /** The best way to read the queues under a cast; of equal ones, the one with the older queues. */
  Found search(Cast cast) {
    List<Open> open = new ArrayList<>();
    for (Carrier carrier : carriers) {
      if (carrier.of < 0) {
        open.add(new Open(carrier, -1));
      } else {
        for (long rest = cast.players(carrier.of); rest != 0; rest &= rest - 1) {
          open.add(new Open(carrier, Long.numberOfTrailingZeros(rest)));
        }
      }
    }
    List<List<Candidate>> candidates = open.stream().map(o -> candidates(o, cast)).toList();
    int[] rest = new int[open.size() + 1];
    for (int i = open.size() - 1; i >= 0; i--) {
      rest[i] = rest[i + 1] + candidates.get(i).stream().mapToInt(Candidate::score).max().orElse(0);
    }
    int[] chosen = new int[open.size()];
    int[] best = new int[open.size()];
    int score = best(candidates, rest, 0, chosen, 0, best, -1);
    Map<Channel, QueueHistory> channels = new HashMap<>();
    for (int i = 0; i < best.length; i++) {
      if (best[i] >= 0) {
        int owner = open.get(i).owner;
        Channel channel =
            new Channel(
                open.get(i).carrier.name, owner < 0 ? 0 : flows.processes().get(owner).pid());
        channels.put(channel, flows.queues().get(best[i]));
      }
    }
    return new Found(channels, score);
  }

  private List<Candidate> candidates(Open open, Cast cast) {
    List<Candidate> candidates = new ArrayList<>();
    for (int queue = 0; queue < flows.queues().size(); queue++) {
      int score = score(open.carrier, open.owner, queue, cast);
      if (score > 0) {
        candidates.add(new Candidate(queue, score));
      }
    }
    candidates.sort(Comparator.comparingInt(Candidate::score).reversed());
    return candidates;
  }

  private int best(
      List<List<Candidate>> candidates,
      int[] rest,
      int next,
      int[] chosen,
      int score,
      int[] best,
      int most) {
    nodes++;
    if (score + rest[next] <= most) {
      return most;
    }
    if (next == chosen.length) {
      System.arraycopy(chosen, 0, best, 0, best.length);
      return score;
    }
    int top = most;
    for (Candidate candidate : candidates.get(next)) {
      boolean shared = Arrays.stream(chosen, 0, next).anyMatch(queue -> queue == candidate.queue);
      chosen[next] = candidate.queue;
      int with = score + candidate.score - (shared ? SHARED : 0);
      top = best(candidates, rest, next + 1, chosen, with, best, top);
    }
    chosen[next] = -1;
    return best(candidates, rest, next + 1, chosen, score, best, top);
  }

  /** How well a queue would serve as a channel; at most, if places of the cast are open. */
  private int score(Carrier carrier, int owner, int queue, Cast cast) {
    int score = 0;
    for (Route route : carrier.routes) {
      score += owner >= 0 && route.to == carrier.of
          ? received(route, owner, queue, cast)
          : exchanged(route, carrier, owner, queue, cast);
    }
    if (owner >= 0) {
      long self = Flows.bit(owner);
      score += (flows.announcers(queue) & self) != 0 ? ANNOUNCED * carrier.announcements : 0;
      score += flows.creator(queue) == self ? CREATED : 0;
    }
    return score;
  }

  /** For a kind that the owner of the channel receives. */
  private int received(Route route, int owner, int queue, Cast cast) {
    long players = cast.players(route.from);
    long pool = cast.pool(route.from);
    int open = cast.open(route.from);
    long senders = flows.senders(queue, owner);
    long lost = flows.lost(queue);
    int certain = DELIVERED * Long.bitCount(senders & players) + Long.bitCount(lost & players);
    int possible =
        DELIVERED * Math.min(open, Long.bitCount(senders & pool))
            + Math.min(open, Long.bitCount(lost & pool));
    return certain + possible + ((flows.listeners(queue) & Flows.bit(owner)) != 0 ? 1 : 0);
  }

  /** For a kind on a channel for all, or on one of its sender. */
  private int exchanged(Route route, Carrier carrier, int owner, int queue, Cast cast) {
    boolean own = owner >= 0 && route.from == carrier.of;
    long from = own ? Flows.bit(owner) : cast.players(route.from);
    long fromPool = own ? 0 : cast.pool(route.from);
    int fromOpen = own ? 0 : cast.open(route.from);
    long to = cast.players(route.to);
    long toPool = cast.pool(route.to);
    int toOpen = cast.open(route.to);
    long lost = flows.lost(queue);
    long listeners = flows.listeners(queue);
    int certain = Long.bitCount(lost & from) + Long.bitCount(listeners & to);
    for (long rest = from; rest != 0; rest &= rest - 1) {
      int sender = Long.numberOfTrailingZeros(rest);
      certain += DELIVERED * Long.bitCount(flows.receivers(queue, sender) & to);
    }
    if (fromOpen == 0 && toOpen == 0) {
      return certain;
    }
    int newReceivers = 0;
    if (toOpen > 0) {
      int n = 0;
      for (long rest = toPool; rest != 0; rest &= rest - 1) {
        int receiver = Long.numberOfTrailingZeros(rest);
        long senders = flows.senders(queue, receiver);
        values[n++] =
            DELIVERED * (Long.bitCount(senders & from) + Math.min(fromOpen, Long.bitCount(senders & fromPool)))
                + (int) (listeners >>> receiver & 1);
      }
      newReceivers = largest(values, n, toOpen);
    }
    int newSenders = 0;
    if (fromOpen > 0) {
      int n = 0;
      for (long rest = fromPool; rest != 0; rest &= rest - 1) {
        int sender = Long.numberOfTrailingZeros(rest);
        values[n++] =
            DELIVERED * Long.bitCount(flows.receivers(queue, sender) & to) + (int) (lost >>> sender & 1);
      }
      newSenders = largest(values, n, fromOpen);
    }
    return certain + newReceivers + newSenders;
  }

  /** The sum of the {@code most} largest of the first {@code n} values, which it sorts. */
  private static int largest(int[] values, int n, int most) {
    Arrays.sort(values, 0, n);
    int sum = 0;
    for (int i = Math.max(0, n - most); i < n; i++) {
      sum += values[i];
    }
    return sum;
  }
}
