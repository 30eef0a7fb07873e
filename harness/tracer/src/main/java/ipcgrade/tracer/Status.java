package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.ProcFile;

/** What /proc/PID/status says, proc_pid_status(5); of a process that is gone, nothing. */
record Status(String text) {
  private static final long IGNORED_BY_DEFAULT = bit(17) | bit(18) | bit(23) | bit(28);
  private static final int SIGKILL = 9;

  static Status of(int pid) {
    return new Status(ProcFile.read("/proc/" + pid + "/status"));
  }

  /** Processor time that a thread has used, nanoseconds, from /proc/TID/schedstat; 0 if unknown. */
  static long processorNanos(int tid) {
    String text = ProcFile.read("/proc/" + tid + "/schedstat");
    int space = text.indexOf(' ');
    return space < 0 ? 0 : Long.parseLong(text, 0, space, 10);
  }

  /** Whether a thread waits in the system call {@code number}, by /proc/TID/syscall. */
  static boolean isIn(int tid, long number) {
    return ProcFile.read("/proc/" + tid + "/syscall").startsWith(number + " ");
  }

  /**
   * Whether a thread whose state is S may be on the processor, or wait for it: in wait4(2) and its like the
   * kernel sets the state first and only then looks for what it would wait for. /proc/TID/syscall looks at
   * the run queue.
   */
  static boolean isRunning(int tid) {
    return ProcFile.read("/proc/" + tid + "/syscall").startsWith("running");
  }

  /** Whether the process was still there. */
  boolean there() {
    return !text.isEmpty();
  }

  /** R running, S sleeping, D in an uninterruptible sleep, t stopped by its tracer, Z a zombie, … */
  char state() {
    String value = field("State:");
    return value.isEmpty() ? 'X' : value.charAt(0);
  }

  /** How often it has given up the processor of its own will. */
  long switches() {
    return number("voluntary_ctxt_switches:");
  }

  int threadGroup() {
    return (int) number("Tgid:");
  }

  int threads() {
    return (int) number("Threads:");
  }

  /** The uid and the gid that it acts under, as the tracer knows them. */
  int effectiveUid() {
    return effective("Uid:");
  }

  int effectiveGid() {
    return effective("Gid:");
  }

  private int effective(String name) {
    return (int) Long.parseLong(field(name).split("\\s+", -1)[1]);
  }

  int parent() {
    return (int) number("PPid:");
  }

  /** Its id in its own pid namespace. */
  int ownPid() {
    String ids = field("NSpid:");
    return Integer.parseInt(ids.substring(ids.lastIndexOf('\t') + 1));
  }

  /** Its thread group's id in its own pid namespace. */
  int ownThreadGroup() {
    String ids = field("NStgid:");
    return Integer.parseInt(ids.substring(ids.lastIndexOf('\t') + 1));
  }

  /** Its process group in its own pid namespace. */
  int ownGroup() {
    String ids = field("NSpgid:");
    return ids.isEmpty() ? -1 : Integer.parseInt(ids.substring(ids.lastIndexOf('\t') + 1));
  }

  /** Whether a handler of its own runs when {@code signal} comes. */
  boolean catches(int signal) {
    return (mask("SigCgt:") & bit(signal)) != 0;
  }

  /** Whether that handler runs as soon as {@code signal} comes. */
  boolean catchesNow(int signal) {
    return catches(signal) && (mask("SigBlk:") & bit(signal)) == 0;
  }

  /** Whether {@code signal} has any effect on it. */
  boolean feels(int signal) {
    return (felt() & bit(signal)) != 0;
  }

  /** Whether a signal that it feels waits to be delivered. */
  boolean feelsPending() {
    return (pending() & felt()) != 0;
  }

  /** Whether a signal that it feels waits to be delivered as soon as only {@code blocked} ones are kept back. */
  boolean feelsPending(long blocked) {
    return ((mask("SigPnd:") | mask("ShdPnd:")) & ~blocked & felt()) != 0;
  }

  /** Whether a signal that it has a handler for waits to be delivered. */
  boolean catchesPending() {
    return (pending() & mask("SigCgt:")) != 0;
  }

  /** Whether it is about to be killed. */
  boolean dying() {
    return ((mask("SigPnd:") | mask("ShdPnd:")) & bit(SIGKILL)) != 0;
  }

  private long pending() {
    return (mask("SigPnd:") | mask("ShdPnd:")) & ~mask("SigBlk:");
  }

  private long felt() {
    long caught = mask("SigCgt:");
    return caught | (~mask("SigIgn:") & ~IGNORED_BY_DEFAULT);
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }

  private long mask(String name) {
    String value = field(name);
    return value.isEmpty() ? 0 : Long.parseUnsignedLong(value, 16);
  }

  private long number(String name) {
    String value = field(name);
    return value.isEmpty() ? -1 : Long.parseLong(value);
  }

  private String field(String name) {
    int at = text.startsWith(name) ? 0 : text.indexOf("\n" + name) + 1;
    if (at == 0 && !text.startsWith(name)) {
      return "";
    }
    int end = text.indexOf('\n', at);
    return text.substring(at + name.length(), end < 0 ? text.length() : end).strip();
  }
}
