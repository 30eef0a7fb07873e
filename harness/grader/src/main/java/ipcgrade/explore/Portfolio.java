package ipcgrade.explore;

import ipcgrade.trace.Decision;
import ipcgrade.trace.Event;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Calls;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The schedules under which a program is tried when nobody says which: a fair one, where nobody overtakes; for
 * each role one in which it is the slowest and one in which it is the fastest; one in which the first queue has the
 * msqid 0; then SURW, which shows most seeded bugs first (docs/schedules-to-first-bug.md), in turns with PCT and random,
 * which show some that it does not.
 *
 * <p>The fair run takes the place of one without control, whose order would be another each time. All have
 * different seeds, so that what a program makes of its pid, the clock and random numbers varies too.
 */
public final class Portfolio {
  private static final long SEEDS_APART = 10_000;

  /** Bugs of four orderings and more are rare, and a higher depth makes those of fewer harder to find. */
  private static final int SHALLOW = 2;

  private static final int DEEP = 3;

  private static final int DRAWN_FAULTY = 2;

  private final long seed;
  private final Trace first;
  private final List<Strategy> directed = new ArrayList<>();
  private final List<Strategy> favourites = new ArrayList<>();
  private final List<Strategy> drawn;

  /** How many runs begin with msqid 0: one, or none where there are no queues. */
  private final int zero;

  /**
   * The portfolio of a program.
   *
   * @param seed of all its seeds
   * @param first what {@link #first} made of it
   * @param roles the tasks that play each role in {@code first}, named as {@link Strategy} says
   */
  public Portfolio(long seed, Trace first, Map<String, List<String>> roles) {
    this.seed = seed;
    this.first = first;
    for (List<String> players : new TreeMap<>(roles).values()) {
      directed.add(new Strategy.Directed(List.of(), players));
      favourites.add(new Strategy.Directed(players, List.of()));
    }
    directed.addAll(favourites);
    zero = first.events(Event.Call.class).anyMatch(Portfolio::creates) ? 1 : 0;
    int steps = Math.max(1, first.decisions().size());
    Strategy surw = new Strategy.Surw(calls(first));
    drawn =
        List.of(
            surw, new Strategy.Pct(SHALLOW, steps), surw, new Strategy.Random(), surw,
            new Strategy.Pct(DEEP, steps));
  }

  /** The schedule of the first run. */
  public static Schedule first(long seed) {
    return new Schedule(new Strategy.Fair(), seeded(seed, 0));
  }

  /** The schedule of a run, from 0; all are timely. */
  public Schedule timely(int run) {
    if (run == 0) {
      return first(seed);
    }
    int at = run - 1;
    if (at < directed.size()) {
      return new Schedule(directed.get(at), seeded(seed, run));
    }
    int drawing = at - directed.size() - zero;
    return drawing < 0
        ? new Schedule(new Strategy.Fair(), seeded(seed, run)).with(new Fault.ZeroMsqid())
        : new Schedule(drawn.get(drawing % drawn.size()), seeded(seed, run));
  }

  /**
   * The schedules under which a fault strikes: the first run's, which says where it strikes, and drawn ones. A
   * queue that another run has left is of another seed, so that old pids and msqids are not those of this run.
   */
  public List<Schedule> faulty(Fault fault) {
    Schedule fair =
        fault instanceof Fault.Stale ? new Schedule(new Strategy.Fair(), seeded(seed, 1)) : first(seed);
    return Stream.concat(
        Stream.of(fair),
        IntStream.range(0, DRAWN_FAULTY)
            .mapToObj(at -> new Schedule(drawn.get(at), seeded(seed, at + 2))))
        .map(schedule -> schedule.with(fault))
        .toList();
  }

  /**
   * The schedules that show what sleeping hides, after {@code runs} timely ones: each role in turn is so much
   * faster than all others that these do nothing while it sleeps. None for a program that never sleeps.
   */
  public List<Schedule> untimely(int runs) {
    List<Schedule> schedules = new ArrayList<>();
    if (first.events(Event.Call.class).anyMatch(Portfolio::sleeps)) {
      for (Strategy strategy : favourites) {
        schedules.add(new Schedule(strategy, seeded(seed, runs + schedules.size()), false));
      }
    }
    return schedules;
  }

  private static boolean sleeps(Event.Call call) {
    return call.operation() instanceof Sleep sleep && sleep.nanoseconds() > 0;
  }

  private static boolean creates(Event.Call call) {
    return call.operation() instanceof MsgGet && call.succeeded();
  }

  private static long seeded(long seed, int run) {
    return seed * SEEDS_APART + run + 1;
  }

  /** How often each task used each object. */
  public static List<Calls> calls(Trace trace) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (Decision decision : trace.decisions()) {
      if (!decision.task().object().isEmpty()) {
        counts
            .computeIfAbsent(decision.task().name(), _ -> new TreeMap<>())
            .merge(decision.task().object(), 1, Integer::sum);
      }
    }
    List<Calls> calls = new ArrayList<>();
    counts.forEach((task, of) -> of.forEach((object, count) -> calls.add(new Calls(task, object, count))));
    return calls;
  }
}
