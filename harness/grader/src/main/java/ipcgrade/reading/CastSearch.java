package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Reading.Channel;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.spec.Spec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds who plays which role: the cast under which most processes send to and receive from those whom the
 * assignment has them talk to.
 *
 * <p>A branch and bound, best first: places are filled one by one, those of the role that talks to most
 * others first, and a branch is left once even a bound on all that could follow ({@link
 * ChannelScores#bound}) does not reach the readings that are kept. Of processes that promise as much, the
 * one that started first is tried first, and of readings with equal scores those found first are kept. The
 * players of one role are not told apart: they have its places in the order of their start.
 *
 * <p>Beyond {@link #MOST_NODES} partial casts, of which each costs some microseconds, it ends with the best
 * it has found; since the most promising were tried first that is the best, or close, where programs do
 * something like the assignment. It depends on the trace only, never on time.
 */
final class CastSearch {
  /** How many partial casts and partial readings of queues are looked at. */
  static final int MOST_NODES = 30_000;

  /** Readings this close to the best are kept: the one that earns most will count. */
  static final int MARGIN = 2;

  /** What it costs to read one process as two roles. */
  static final int DOUBLED = 6;

  private static final Comparator<Branch> LIKELIEST = Comparator.comparingInt(Branch::bound).reversed();

  private final Spec spec;
  private final Flows flows;
  private final ChannelScores scores;
  private final boolean doubles;
  private final int most;
  private final int mostNodes;
  private final Cast cast;
  private final Places places;
  private final int[] order;
  private final List<Found> found = new ArrayList<>();
  private int nodes;

  /**
   * A reading of the processes and queues.
   *
   * @param places the process in each place of each role, those that did nothing on queues included
   */
  record Found(
      Map<String, List<Optional<ProcessHistory>>> places, Map<Channel, QueueHistory> channels, int score) {}

  /** A process for the next place of a role, or 0 to leave all its open places empty. */
  private record Branch(long process, int bound) {}

  /**
   * A search.
   *
   * @param root who plays the role that starts the others
   * @param doubles whether one process may play two roles
   * @param most how many readings to keep
   */
  CastSearch(Spec spec, History history, ProcessHistory root, boolean doubles, int most) {
    this(spec, history, root, doubles, most, MOST_NODES);
  }

  CastSearch(
      Spec spec, History history, ProcessHistory root, boolean doubles, int most, int mostNodes) {
    this.mostNodes = mostNodes;
    this.spec = spec;
    this.flows = new Flows(history, root.pid());
    this.scores = new ChannelScores(spec, flows);
    this.doubles = doubles;
    this.most = most;
    this.cast = new Cast(spec, Flows.bit(flows.processes().size()) - 1);
    this.places = new Places(history, flows);
    for (int role = 0; role < cast.roles().size(); role++) {
      if (cast.roles().get(role).root()) {
        cast.add(role, Flows.bit(flows.processes().indexOf(root)));
        cast.close(role);
      }
    }
    this.order =
        IntStream.range(0, cast.roles().size())
            .filter(role -> !cast.roles().get(role).root())
            .boxed()
            .sorted(Comparator.comparingLong(role -> -partners(cast.roles().get(role))))
            .mapToInt(role -> role)
            .toArray();
  }

  /** The best readings, best first; never none. */
  List<Found> search() {
    fill(0, -1L);
    return List.copyOf(found);
  }

  /** The only reading where it is known who plays what. */
  Found known(Map<String, List<Optional<ProcessHistory>>> players) {
    for (int role = 0; role < cast.roles().size(); role++) {
      for (Optional<ProcessHistory> place : players.getOrDefault(cast.roles().get(role).name(), List.of())) {
        int process = place.map(flows.processes()::indexOf).orElse(-1);
        if (process >= 0 && !cast.roles().get(role).root()) {
          cast.add(role, Flows.bit(process));
        }
      }
      cast.close(role);
    }
    ChannelSearch.Found queues = ChannelSearch.search(flows, scores, cast);
    return new Found(Map.copyOf(players), queues.channels(), queues.score() - cost());
  }

  /** The flows that it explains. */
  Flows flows() {
    return flows;
  }

  /** How many partial casts and partial readings of queues were looked at. */
  int nodes() {
    return nodes;
  }

  private long partners(Role role) {
    return spec.kinds().values().stream()
        .flatMap(kind -> partner(kind, role).stream())
        .distinct()
        .count();
  }

  private static Optional<String> partner(Kind kind, Role role) {
    if (kind.from().equals(role.name())) {
      return Optional.of(kind.to());
    }
    return kind.to().equals(role.name()) ? Optional.of(kind.from()) : Optional.empty();
  }

  /** Fills the next open place of the role at {@code next}, by a process in {@code after}, in all ways. */
  private void fill(int next, long after) {
    if (next == order.length) {
      keep();
      return;
    }
    int role = order[next];
    if (cast.open(role) == 0) {
      fill(next + 1, -1L);
      return;
    }
    for (Branch branch : branches(role, after)) {
      if (!promises(branch.bound)) {
        return;
      }
      if (branch.process == 0) {
        int places = cast.close(role);
        fill(next + 1, -1L);
        cast.reopen(role, places);
      } else {
        cast.add(role, branch.process);
        fill(next, later(branch.process));
        cast.remove(role, branch.process);
      }
    }
  }

  /** The likeliest first. */
  private List<Branch> branches(int role, long after) {
    List<Branch> branches = new ArrayList<>();
    cast.allow(role, after, doubles);
    for (long rest = cast.pool(role); rest != 0; rest &= rest - 1) {
      long process = Long.lowestOneBit(rest);
      cast.add(role, process);
      branches.add(new Branch(process, bound(role, later(process))));
      cast.remove(role, process);
    }
    int places = cast.close(role);
    branches.add(new Branch(0, bound(role, 0)));
    cast.reopen(role, places);
    branches.sort(LIKELIEST);
    return branches;
  }

  private int bound(int role, long after) {
    nodes++;
    cast.allow(role, after, doubles);
    return scores.bound(cast) - cost();
  }

  private int cost() {
    return cast.twice() == 0 ? 0 : DOUBLED;
  }

  private static long later(long process) {
    return -(process << 1);
  }

  private boolean promises(int bound) {
    if (found.isEmpty()) {
      return true;
    }
    return nodes < mostNodes
        && bound >= found.getFirst().score - MARGIN
        && (found.size() < most || bound > found.getLast().score);
  }

  private void keep() {
    ChannelSearch.Found queues = ChannelSearch.search(flows, scores, cast);
    nodes += queues.nodes();
    Found reading = new Found(places.of(cast), queues.channels(), queues.score() - cost());
    if (!promises(reading.score)
        || found.stream().anyMatch(f -> f.score >= reading.score && f.places.equals(reading.places))) {
      return;
    }
    found.removeIf(f -> f.places.equals(reading.places));
    int at = 0;
    while (at < found.size() && found.get(at).score >= reading.score) {
      at++;
    }
    found.add(at, reading);
    int best = found.getFirst().score;
    found.removeIf(f -> f.score < best - MARGIN);
    if (found.size() > most) {
      found.removeLast();
    }
  }
}
