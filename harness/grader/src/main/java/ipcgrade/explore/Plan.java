package ipcgrade.explore;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How to search.
 *
 * @param methods the drawing ones take turns, until half of the budget is spent if an exhaustive search is to follow
 * @param runs at most
 * @param time after which no further run is made
 * @param preemptions of the exhaustive search; empty for one of each class of schedules, however many preemptions it
 *     takes
 * @param seed of the first drawn schedule, and of all of the exhaustive search
 * @param timely whether sleeps end only when nobody else can move
 */
public record Plan(
    List<Method> methods, int runs, Duration time, OptionalInt preemptions, long seed, boolean timely) {
  public Plan {
    methods = List.copyOf(methods);
  }
}
