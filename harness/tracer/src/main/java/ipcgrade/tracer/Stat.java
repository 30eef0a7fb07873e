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
  private static final int FLAGS = 6;
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int VSIZE = 20;
  private static final int RSS = 21;

  /** PF_EXITING of the kernel's linux/sched.h: it is in do_exit(). */
  private static final int EXITING = 0x4;

  /** What it uses now; nothing if it is gone. */
  static Stat of(int pid) {
    String[] fields = fields(pid);
    return fields.length <= RSS
        ? NONE
        : new Stat(
            (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MILLIS_PER_TICK,
            Long.parseLong(fields[VSIZE]),
            Long.parseLong(fields[RSS]) * ProcFile.pageSize());
  }

  /** Whether a thread is on its way out: it runs no instruction of the program any more. */
  static boolean exiting(int tid) {
    String[] fields = fields(tid);
    return fields.length > FLAGS && (Long.parseLong(fields[FLAGS]) & EXITING) != 0;
  }

  /** From the state on: its name, in parentheses before that, may contain anything. */
  private static String[] fields(int tid) {
    String stat = ProcFile.read("/proc/" + tid + "/stat");
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", RSS + 2);
  }
}
