package ipcgrade.tracer;

import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Limits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the limits that no event tells of: real time, processor time, and what is held. */
final class Watchdog implements AutoCloseable {
  private static final long INTERVAL_NANOS = 10_000_000;

  /** How long a container may take until it starts the program. */
  static final long START_MILLIS = 30_000;

  private final Limits limits;
  private final World world;
  private final Map<Integer, Long> cpuMillis = new HashMap<>();
  private final Waiting waiting = new Waiting();
  private long waitedNanos;
  private long nextWaiting;
  private @Nullable Holdings holdings;
  private boolean began;
  private long started = System.nanoTime();
  private long next = started;

  Watchdog(Limits limits, World world) {
    this.limits = limits;
    this.world = world;
  }

  /**
   * The program starts; what the container took does not count.
   *
   * @param held what it holds; null if that is not told from what others hold
   */
  void start(@Nullable Holdings held) {
    holdings = held;
    began = true;
    started = System.nanoTime();
    waited(started);
  }

  /** Whether it is time to {@link #check}. */
  boolean due() {
    return System.nanoTime() >= next;
  }

  /** Why the run must end, or null. */
  @Nullable
  RunEnd check() {
    long now = System.nanoTime();
    next = now + INTERVAL_NANOS;
    long millis = (now - started) / 1_000_000;
    if (!began) {
      return millis > START_MILLIS
          ? new RunEnd.HarnessFault("the container did not start the program within " + START_MILLIS + " ms")
          : null;
    }
    if (limits.wallMillis() > 0 && millis - waited(now) / 1_000_000 > limits.wallMillis()) {
      return new RunEnd.LimitExceeded("wall", limits.wallMillis());
    }
    for (Proc proc : world.processes()) {
      proc.stat = Stat.of(proc.hostPid);
      cpuMillis.merge(proc.hostPid, proc.stat.cpuMillis(), Math::max);
    }
    long sum = cpuMillis.values().stream().mapToLong(Long::longValue).sum();
    if (limits.cpuMillis() > 0 && sum > limits.cpuMillis()) {
      return new RunEnd.LimitExceeded("cpu", limits.cpuMillis());
    }
    return held();
  }

  /** How much of the time since the start was waiting for a processor, nanoseconds; looked at now and then. */
  private long waited(long now) {
    if (now >= nextWaiting) {
      nextWaiting = now + 10 * INTERVAL_NANOS;
      waitedNanos = waiting.of(now - started, world.program());
    }
    return waitedNanos;
  }

  /** The limit that what the run holds exceeds, or null; also when all processes have ended. */
  @Nullable
  RunEnd held() {
    Holdings present = holdings;
    return present == null ? null : present.exceeded(world.processes());
  }

  @Override
  public void close() {
    if (holdings != null) {
      holdings.close();
    }
  }
}
