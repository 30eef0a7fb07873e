package ipcgrade.tracer;

import ipcgrade.trace.Strategy;
import java.util.List;

/** Strategies under which every program must behave as programs do. */
final class Strategies {
  private Strategies() {}

  static List<Strategy> all() {
    return List.of(
        new Strategy.Natural(),
        new Strategy.Fair(),
        new Strategy.Random(),
        new Strategy.Pct(3, 60),
        new Strategy.Surw(List.of(new Strategy.Calls("1", "q0", 4), new Strategy.Calls("1.1", "q0", 4))),
        new Strategy.Directed(List.of("1.2"), List.of("1")));
  }
}
