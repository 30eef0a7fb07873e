package ipcgrade.tracer.schedule;

import ipcgrade.trace.RunRequest.Schedule;
import java.util.List;
import java.util.SplittableRandom;

/** A strategy: chooses who goes next among those that can. */
public interface Chooser {
  /**
   * One of {@code enabled}.
   *
   * @param enabled not empty, the one that has waited longest first
   */
  <T> T choose(List<T> enabled);

  /** The strategy of a controlled run; the same schedule always makes the same choices. */
  static Chooser of(Schedule schedule) {
    return switch (schedule.strategy()) {
      case NATURAL -> throw new IllegalArgumentException("a natural schedule chooses nothing");
      case FAIR -> new Chooser() {
        @Override
        public <T> T choose(List<T> enabled) {
          return enabled.getFirst();
        }
      };
      case RANDOM -> new Random(schedule.seed());
    };
  }

  /** Each with equal chance. */
  final class Random implements Chooser {
    private final SplittableRandom random;

    Random(long seed) {
      random = new SplittableRandom(seed);
    }

    @Override
    public <T> T choose(List<T> enabled) {
      return enabled.get(random.nextInt(enabled.size()));
    }
  }
}
