package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.ProcFile;

/**
 * What a process uses, by /proc/PID/stat, proc_pid_stat(5).
 *
 * @param cpuMillis processor time of all its threads, milliseconds
 * @param addressBytes what it has mapped, used or not
 * @param residentBytes what of that is in memory, pages that it shares with others included
 */
record Stat(long cpuMillis, long addressBytes, long residentBytes) {
  static final Stat NONE = new Stat(0, 0, 0);

  private static final long MILLIS_PER_TICK = 10;
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int VSIZE = 20;
  private static final int RSS = 21;

  /** What it uses now; nothing if it is gone. */
  static Stat of(int pid) {
    String stat = ProcFile.read("/proc/" + pid + "/stat");
    // its name, in parentheses, may contain anything
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", RSS + 2);
    return fields.length <= RSS
        ? NONE
        : new Stat(
            (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MILLIS_PER_TICK,
            Long.parseLong(fields[VSIZE]),
            Long.parseLong(fields[RSS]) * ProcFile.pageSize());
  }
}
