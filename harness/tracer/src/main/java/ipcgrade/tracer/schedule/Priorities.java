package ipcgrade.tracer.schedule;

import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Strategy.Pct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** {@link Pct}. */
final class Priorities implements Chooser {
  private final SplittableRandom random;
  private final Set<Integer> changes = new HashSet<>();

  /** The highest priority first; the last {@link #lowered} are those of change points. */
  private final List<String> ranking = new ArrayList<>();

  private int lowered;
  private int step;

  Priorities(Pct pct, SplittableRandom random) {
    this.random = random;
    int points = Math.min(pct.depth() - 1, pct.steps());
    while (changes.size() < points) {
      changes.add(1 + random.nextInt(pct.steps()));
    }
  }

  @Override
  public int choose(List<Option> enabled) {
    enabled.forEach(this::rank);
    step++;
    if (changes.contains(step)) {
      lower(enabled.get(highest(enabled)).name());
    }
    return highest(enabled);
  }

  private void lower(String task) {
    boolean before = ranking.indexOf(task) >= ranking.size() - lowered;
    ranking.remove(task);
    lowered -= before ? 1 : 0;
    ranking.add(ranking.size() - random.nextInt(lowered + 1), task);
    lowered++;
  }

  /** A task that was not seen before gets a priority among those that were drawn. */
  private void rank(Option option) {
    if (!ranking.contains(option.name())) {
      ranking.add(random.nextInt(ranking.size() - lowered + 1), option.name());
    }
  }

  private int highest(List<Option> enabled) {
    int best = 0;
    for (int i = 1; i < enabled.size(); i++) {
      if (ranking.indexOf(enabled.get(i).name()) < ranking.indexOf(enabled.get(best).name())) {
        best = i;
      }
    }
    return best;
  }
}
