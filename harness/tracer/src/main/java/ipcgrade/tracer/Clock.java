package ipcgrade.tracer;

import java.util.SplittableRandom;

/**
 * The virtual clock of a run. It moves when somebody looks at it, a little, so that a program that waits
 * for a time by looking comes to an end, and when nobody can do anything but sleep, to the next deadline.
 */
final class Clock {
  static final long NEVER = Long.MAX_VALUE;

  private static final long SECOND = 1_000_000_000;
  private static final long START = 1_772_352_000; // 2026-03-01T08:00:00Z
  private static final long SPREAD = 90 * 24 * 3600;
  private static final long TICK = 1_000;
  private static final long LARGEST_TICK = 1_000_000;
  private static final int PATIENCE = 50;
  private static final int TAI_OFFSET = 37;

  private final boolean virtual;
  private final long epoch;
  private final long uptime;
  private final long started = System.nanoTime();
  private long now;
  private int looks;
  private Object looker = this;

  Clock(boolean virtual, long seed) {
    this.virtual = virtual;
    SplittableRandom random = new SplittableRandom(seed ^ 0x636c6f636bL);
    epoch = (START + random.nextLong(SPREAD)) * SECOND + random.nextLong(SECOND);
    uptime = (1000 + random.nextLong(100_000)) * SECOND + random.nextLong(SECOND);
  }

  boolean virtual() {
    return virtual;
  }

  /** Nanoseconds since the program started. */
  long now() {
    return virtual ? now : System.nanoTime() - started;
  }

  void advanceTo(long time) {
    now = Math.max(now, time);
  }

  /** Somebody polls without success; the more often, the more time it takes. */
  void poll(int times) {
    now += tick(times);
  }

  /**
   * Somebody looks at the clock.
   *
   * @return how often in a row
   */
  int look(Object who) {
    looks = who == looker ? looks + 1 : 0;
    looker = who;
    now += tick(looks - PATIENCE);
    return looks;
  }

  /** Somebody does something else. */
  void lookAway() {
    looks = 0;
    looker = this;
  }

  private static long tick(int times) {
    return times <= 0 ? TICK : Math.min(LARGEST_TICK, TICK << Math.min(times, 10));
  }

  /** Whether clock_gettime(2) of {@code clockId} is answered from here; others count processor time. */
  static boolean knows(int clockId) {
    return clockId >= 0 && clockId <= 11 && clockId != 2 && clockId != 3;
  }

  /** Whether clock_gettime(2) of {@code clockId} counts the processor time of the process or thread that asks. */
  static boolean countsProcessor(int clockId) {
    return clockId == 2 || clockId == 3;
  }

  /** Processor time that a process has used before it looks at it, nanoseconds: a millisecond or two. */
  long processorStart(int pid) {
    return 1_000_000 + new SplittableRandom(epoch ^ pid).nextLong(1_000_000);
  }

  /** Nanoseconds that the clock shows. */
  long reading(int clockId) {
    return now + offset(clockId);
  }

  /** The virtual time at which the clock will show {@code nanos}. */
  long whenShows(int clockId, long nanos) {
    return nanos - offset(clockId);
  }

  private long offset(int clockId) {
    return switch (clockId) {
      case 1, 4, 6, 7, 9 -> uptime;
      case 11 -> epoch + TAI_OFFSET * SECOND;
      default -> epoch;
    };
  }
}
