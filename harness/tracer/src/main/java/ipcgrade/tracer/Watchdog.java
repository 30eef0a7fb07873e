package ipcgrade.tracer;

import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Limits;
import ipcgrade.tracer.ptrace.ProcFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the limits that no event tells of: real time and processor time. */
final class Watchdog {
  private static final long INTERVAL_NANOS = 10_000_000;
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final long MILLIS_PER_TICK = 10;

  private final Limits limits;
  private final World world;
  private final Map<Integer, Long> cpuMillis = new HashMap<>();
  private long started = System.nanoTime();
  private long next = started;

  Watchdog(Limits limits, World world) {
    this.limits = limits;
    this.world = world;
  }

  /** The program starts; what the container took does not count. */
  void start() {
    started = System.nanoTime();
  }

  /** Whether it is time to {@link #check}. */
  boolean due() {
    return System.nanoTime() >= next;
  }

  /** The limit that has been exceeded, or null. */
  @Nullable
  RunEnd check() {
    long now = System.nanoTime();
    next = now + INTERVAL_NANOS;
    if ((now - started) / 1_000_000 > limits.wallMillis()) {
      return new RunEnd.LimitExceeded("wall", limits.wallMillis());
    }
    for (Proc proc : world.processes()) {
      cpuMillis.merge(proc.hostPid, used(proc.hostPid), Math::max);
    }
    long sum = cpuMillis.values().stream().mapToLong(Long::longValue).sum();
    return sum > limits.cpuMillis() ? new RunEnd.LimitExceeded("cpu", limits.cpuMillis()) : null;
  }

  /** utime and stime of /proc/PID/stat, counted from after the name. */
  private static long used(int pid) {
    String stat = ProcFile.read("/proc/" + pid + "/stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length <= STIME
        ? 0
        : (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MILLIS_PER_TICK;
  }
}
