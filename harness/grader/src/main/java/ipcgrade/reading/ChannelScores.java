package ipcgrade.reading;

import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Expectation.Msqid;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well queues would serve as channels under a cast: what went from and to whom it should, who listened,
 * who made the queue and told others of it. While places of the cast are open, how well they could at most.
 */
final class ChannelScores {
  /** What it speaks for a channel that a message went from and to whom it should. */
  static final int DELIVERED = 3;

  /** What it speaks for a process's own channel that it made the queue. */
  static final int CREATED = 2;

  /** What it speaks for a process's own channel that it told others the msqid. */
  static final int ANNOUNCED = 3;

  private final Flows flows;
  private final List<Carrier> carriers;
  private final int[] values = new int[Long.SIZE];

  /** A channel of the spec, with the numbers of the roles that use it; {@code of} is -1 if it is for all. */
  record Carrier(String name, int of, List<Route> routes, int announcements) {}

  /** A kind of message on a channel. */
  record Route(int from, int to) {}

  /** Who plays a role, and who may fill how many open places of it. */
  private record Side(long players, long pool, int open) {}

  /** A channel of a run; {@code owner} is -1 if it is for all. */
  record Open(Carrier carrier, int owner) {}

  ChannelScores(Spec spec, Flows flows) {
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

  /** The channels of a cast. */
  List<Open> channels(Cast cast) {
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
    return open;
  }

  /** Who sends or receives on a channel, and who starts them. */
  long users(Open channel, Cast cast) {
    long users = 0;
    for (int role = 0; role < cast.roles().size(); role++) {
      users |= cast.roles().get(role).root() ? cast.players(role) : 0;
    }
    for (Route route : channel.carrier.routes) {
      users |= senders(channel, route, cast) | receivers(channel, route, cast);
    }
    return users;
  }

  /** How well a queue serves as a channel. */
  int score(Open channel, int queue, Cast cast) {
    return score(channel.carrier, channel.owner, queue, cast);
  }

  /** How much of what one queue earns as two channels it earns twice, by the same messages. */
  int common(Open one, Open other, int queue, Cast cast) {
    int common = 0;
    for (Route a : one.carrier.routes) {
      for (Route b : other.carrier.routes) {
        common += common(one, a, other, b, queue, cast);
      }
    }
    return common;
  }

  /** How much a channel earns twice because a process of two roles may have sent a message as either. */
  private int twice(Open channel, int queue, Cast cast) {
    int twice = 0;
    List<Route> routes = channel.carrier.routes;
    for (int a = 0; a < routes.size(); a++) {
      for (int b = a + 1; b < routes.size(); b++) {
        twice += common(channel, routes.get(a), channel, routes.get(b), queue, cast);
      }
    }
    return twice;
  }

  private int common(Open one, Route a, Open other, Route b, int queue, Cast cast) {
    long from = senders(one, a, cast) & senders(other, b, cast);
    long to = receivers(one, a, cast) & receivers(other, b, cast);
    int common = Long.bitCount(flows.lost(queue) & from);
    for (long rest = from; rest != 0; rest &= rest - 1) {
      int sender = Long.numberOfTrailingZeros(rest);
      common += DELIVERED * Long.bitCount(flows.receivers(queue, sender) & to);
    }
    return common;
  }

  private static long senders(Open channel, Route route, Cast cast) {
    boolean own = channel.owner >= 0 && route.to != channel.carrier.of && route.from == channel.carrier.of;
    return own ? Flows.bit(channel.owner) : cast.players(route.from);
  }

  private static long receivers(Open channel, Route route, Cast cast) {
    boolean own = channel.owner >= 0 && route.to == channel.carrier.of;
    return own ? Flows.bit(channel.owner) : cast.players(route.to);
  }

  /** How well a queue would serve as a channel; at most, if places of the cast are open. */
  private int score(Carrier carrier, int owner, int queue, Cast cast) {
    int score = 0;
    for (Route route : carrier.routes) {
      score += owner >= 0 && route.to == carrier.of
          ? received(route, owner, queue, cast)
          : exchanged(route, carrier, owner, queue, cast);
    }
    if (cast.twice() != 0) {
      score -= twice(new Open(carrier, owner), queue, cast);
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
    Side from = side(cast, route.from);
    return reached(flows.senders(queue, owner), from)
        + lost(queue, from)
        + ((flows.listeners(queue) & Flows.bit(owner)) != 0 ? 1 : 0);
  }

  private int lost(int queue, Side from) {
    long lost = flows.lost(queue);
    return Long.bitCount(lost & from.players) + Math.min(from.open, Long.bitCount(lost & from.pool));
  }

  /** For a kind on a channel for all, or on one of its sender. */
  private int exchanged(Route route, Carrier carrier, int owner, int queue, Cast cast) {
    boolean own = owner >= 0 && route.from == carrier.of;
    Side from = own ? new Side(Flows.bit(owner), 0, 0) : side(cast, route.from);
    Side to = side(cast, route.to);
    int certain =
        Long.bitCount(flows.lost(queue) & from.players)
            + Long.bitCount(flows.listeners(queue) & to.players);
    for (long rest = from.players; rest != 0; rest &= rest - 1) {
      int sender = Long.numberOfTrailingZeros(rest);
      certain += DELIVERED * Long.bitCount(flows.receivers(queue, sender) & to.players);
    }
    return certain + newReceivers(queue, from, to) + newSenders(queue, from, to);
  }

  private int newReceivers(int queue, Side from, Side to) {
    if (to.open == 0) {
      return 0;
    }
    int n = 0;
    for (long rest = to.pool; rest != 0; rest &= rest - 1) {
      int receiver = Long.numberOfTrailingZeros(rest);
      values[n++] =
          reached(flows.senders(queue, receiver), from) + (int) (flows.listeners(queue) >>> receiver & 1);
    }
    return largest(values, n, to.open);
  }

  /** By messages to those who play already; what goes to others is their gain. */
  private int newSenders(int queue, Side from, Side to) {
    if (from.open == 0) {
      return 0;
    }
    int n = 0;
    for (long rest = from.pool; rest != 0; rest &= rest - 1) {
      int sender = Long.numberOfTrailingZeros(rest);
      values[n++] =
          DELIVERED * Long.bitCount(flows.receivers(queue, sender) & to.players)
              + (int) (flows.lost(queue) >>> sender & 1);
    }
    return largest(values, n, from.open);
  }

  /** What a receiver of messages of these senders is worth. */
  private static int reached(long senders, Side from) {
    return DELIVERED
        * (Long.bitCount(senders & from.players)
            + Math.min(from.open, Long.bitCount(senders & from.pool)));
  }

  private static Side side(Cast cast, int role) {
    return new Side(cast.players(role), cast.pool(role), cast.open(role));
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
