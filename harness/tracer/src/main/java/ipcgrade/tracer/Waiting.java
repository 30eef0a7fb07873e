package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.ProcFile;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a run has waited for a processor that others had, by /proc/PID/schedstat (sched-stats.rst of the
 * kernel: time on a processor, time waiting for one, slices). On a busy machine that is most of the time, and
 * none of it the program's: it must not end a run that would have taken a moment alone.
 *
 * <p>Where nobody else is busy, who waits waits for the run's own processes, which use up its processor time
 * meanwhile.
 */
final class Waiting {
  /** Of the time gone by, so many parts of ten may have been waiting; else a run might never end. */
  private static final int MOST_TENTHS = 9;

  private final Map<Integer, Long> nanos = new HashMap<>();
  private long before = -1;

  /**
   * How much of {@code elapsed} was waiting, nanoseconds.
   *
   * @param elapsed since the first call
   * @param tasks the run's tasks that are alive
   */
  long of(long elapsed, Iterable<Task> tasks) {
    look("thread-self");
    for (Task task : tasks) {
      look(String.valueOf(task.tid));
    }
    long sum = nanos.values().stream().mapToLong(Long::longValue).sum();
    if (before < 0) {
      before = sum;
    }
    return Math.min(sum - before, elapsed / 10 * MOST_TENTHS);
  }

  private void look(String task) {
    long waited = waited(ProcFile.read("/proc/" + task + "/schedstat"));
    nanos.merge(task.equals("thread-self") ? 0 : Integer.parseInt(task), waited, Math::max);
  }

  /** The second number; 0 where the kernel keeps none (CONFIG_SCHED_INFO), or the task is gone. */
  private static long waited(String schedstat) {
    String[] fields = schedstat.strip().split(" ", 3);
    return fields.length < 3 ? 0 : Long.parseLong(fields[1]);
  }
}
