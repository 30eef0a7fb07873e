package ipcgrade.explore;

import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Calls;
import ipcgrade.trace.Trace;
import java.util.List;

/** Drawn schedules of a program, one after the other, from what one run of it showed. */
final class Draws {
  /** Bugs of more steps that have to come in one order are rare: Burckhardt et al., ASPLOS 2010. */
  private static final int DEEPEST = 3;

  private final List<Method> methods;
  private final Plan plan;
  private final int steps;
  private final List<Calls> calls;
  private int drawn;

  /**
   * None drawn yet.
   *
   * @param methods drawing ones, each in turn
   * @param first a controlled run of the program
   */
  Draws(List<Method> methods, Plan plan, Trace first) {
    this.methods = List.copyOf(methods);
    this.plan = plan;
    this.steps = Math.max(1, first.decisions().size());
    this.calls = Portfolio.calls(first);
  }

  Schedule next() {
    int at = drawn++;
    Strategy strategy =
        switch (methods.get(at % methods.size())) {
          case RANDOM -> new Strategy.Random();
          case PCT -> new Strategy.Pct(1 + at / methods.size() % DEEPEST, steps);
          case SURW -> new Strategy.Surw(calls);
          case EXHAUSTIVE -> throw new IllegalStateException("nothing is drawn in an exhaustive search");
        };
    return new Schedule(strategy, plan.seed() + at, plan.timely());
  }
}
