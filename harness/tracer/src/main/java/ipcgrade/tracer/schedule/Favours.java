package ipcgrade.tracer.schedule;

import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Strategy.Directed;
import java.util.List;

/** {@link Directed}. */
final class Favours implements Chooser {
  private final Directed directed;

  Favours(Directed directed) {
    this.directed = directed;
  }

  @Override
  public int choose(List<Option> enabled) {
    int best = 0;
    for (int i = 1; i < enabled.size(); i++) {
      if (place(enabled.get(i)) < place(enabled.get(best))) {
        best = i;
      }
    }
    return best;
  }

  /** Before 0 for the fastest, behind it for the slowest. */
  private int place(Option option) {
    int fast = directed.fastest().indexOf(option.name());
    return fast >= 0
        ? fast - directed.fastest().size()
        : 1 + directed.slowest().indexOf(option.name());
  }
}
