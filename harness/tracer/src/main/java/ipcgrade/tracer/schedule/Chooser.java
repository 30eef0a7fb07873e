package ipcgrade.tracer.schedule;

import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.util.List;
import java.util.SplittableRandom;

/** A strategy at work in one run: chooses who goes next among those that can. */
public interface Chooser {
  /**
   * The index of one of {@code enabled}.
   *
   * @param enabled not empty, the one that has waited longest first
   */
  int choose(List<Option> enabled);

  /** The strategy of a controlled run; the same schedule always makes the same choices. */
  static Chooser of(Schedule schedule) {
    SplittableRandom random = new SplittableRandom(schedule.seed());
    return switch (schedule.strategy()) {
      case Strategy.Natural _ -> throw new IllegalArgumentException("a natural schedule chooses nothing");
      case Strategy.Fair _ -> fair();
      case Strategy.Random _ -> enabled -> random.nextInt(enabled.size());
      case Strategy.Pct pct -> new Priorities(pct, random);
      case Strategy.Surw surw -> new UniformWalk(surw, random);
      case Strategy.Directed directed -> new Favours(directed);
      case Strategy.Replay replay -> new Turns(replay.turns());
      case Strategy.Until until -> new Turns(until.turns());
    };
  }

  /** Always the one that has waited longest. */
  static Chooser fair() {
    return _ -> 0;
  }
}
