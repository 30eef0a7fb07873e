package ipcgrade.order;

/**
 * For each thread, how many of its points are known to lie behind. Immutable. What a thread knows of the others
 * changes only where it learns something, and is shared by all its clocks until then.
 */
final class VectorClock {
  static final VectorClock ZERO = new VectorClock(new int[0], -1, 0);

  private final int[] ticks;
  private final int own;
  private final int tick;

  private VectorClock(int[] ticks, int own, int tick) {
    this.ticks = ticks;
    this.own = own;
    this.tick = tick;
  }

  int at(int thread) {
    return thread == own ? tick : thread < ticks.length ? ticks[thread] : 0;
  }

  /** This clock at the given tick of the thread whose own it is from now on. */
  VectorClock at(int thread, int ticked) {
    if (thread != own && own >= 0) {
      return new VectorClock(whole(0), thread, ticked);
    }
    return new VectorClock(ticks, thread, ticked);
  }

  /** What both know; this clock itself if the other knows no more. */
  VectorClock join(VectorClock other) {
    if (covers(other)) {
      return this;
    }
    int[] both = whole(other.length());
    for (int thread = 0; thread < both.length; thread++) {
      both[thread] = Math.max(both[thread], other.at(thread));
    }
    return new VectorClock(both, own, at(own, both));
  }

  private boolean covers(VectorClock other) {
    for (int thread = 0; thread < other.length(); thread++) {
      if (other.at(thread) > at(thread)) {
        return false;
      }
    }
    return true;
  }

  private int length() {
    return Math.max(ticks.length, own + 1);
  }

  private int[] whole(int least) {
    int[] all = new int[Math.max(length(), least)];
    for (int thread = 0; thread < all.length; thread++) {
      all[thread] = at(thread);
    }
    return all;
  }

  private static int at(int thread, int[] ticks) {
    return thread < 0 ? 0 : ticks[thread];
  }
}
