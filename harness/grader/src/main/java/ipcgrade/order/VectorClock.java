package ipcgrade.order;

import java.util.Arrays;

/** For each thread, how many of its points are known to lie behind. Immutable. */
final class VectorClock {
  static final VectorClock ZERO = new VectorClock(new int[0]);

  private final int[] ticks;

  private VectorClock(int[] ticks) {
    this.ticks = ticks;
  }

  int at(int thread) {
    return thread < ticks.length ? ticks[thread] : 0;
  }

  VectorClock tick(int thread) {
    int[] next = Arrays.copyOf(ticks, Math.max(ticks.length, thread + 1));
    next[thread]++;
    return new VectorClock(next);
  }

  VectorClock join(VectorClock other) {
    if (other.ticks.length == 0) {
      return this;
    }
    int[] both = new int[Math.max(ticks.length, other.ticks.length)];
    Arrays.setAll(both, i -> Math.max(at(i), other.at(i)));
    return new VectorClock(both);
  }
}
