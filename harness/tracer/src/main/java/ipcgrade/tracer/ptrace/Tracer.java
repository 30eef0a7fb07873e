package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The tracer's side of ptrace(2). Belongs to the thread that opened it, as all its tracees do; when
 * that thread ends they are killed.
 */
public final class Tracer implements AutoCloseable {
  private static final int PTRACE_GETEVENTMSG = 0x4201;
  private static final int PTRACE_SEIZE = 0x4206;
  private static final int PTRACE_INTERRUPT = 0x4207;
  private static final int PTRACE_GET_SYSCALL_INFO = 0x420e;

  private static final int EVENT_FORK = 1;
  private static final int EVENT_VFORK = 2;
  private static final int EVENT_CLONE = 3;
  private static final int EVENT_EXEC = 4;
  private static final int EVENT_VFORK_DONE = 5;
  private static final int EVENT_SECCOMP = 7;
  private static final int EVENT_STOP = 128;
  private static final int TRACESYSGOOD = 1;
  private static final int EXITKILL = 1 << 20;
  private static final int OPTIONS =
      TRACESYSGOOD
          | 1 << EVENT_FORK
          | 1 << EVENT_VFORK
          | 1 << EVENT_CLONE
          | 1 << EVENT_EXEC
          | 1 << EVENT_VFORK_DONE
          | 1 << EVENT_SECCOMP
          | EXITKILL;

  private static final int SYSCALL_INFO_EXIT = 2;
  private static final int SYSCALL_INFO_SIZE = 88;

  private static final int WNOHANG = 1;
  private static final int WUNTRACED = 2;
  private static final int WALL = 0x40000000;
  private static final int WNOTHREAD = 0x20000000;
  private static final int SIGTRAP = 5;
  private static final int SYSCALL_STOP = SIGTRAP | 0x80;

  private static final int ADDR_NO_RANDOMIZE = 0x0040000;

  private static final int CPU_SET_BYTES = 128;

  private final int cpu;
  private final Deque<Report> kept = new ArrayDeque<>();
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment status = arena.allocate(8, 8);
  private final MemorySegment info = arena.allocate(SYSCALL_INFO_SIZE, 8);
  private final Ticker ticker = new Ticker();
  private final boolean everyCall;
  private boolean childless;

  private Tracer(boolean everyCall, int cpu) {
    this.everyCall = everyCall;
    this.cpu = cpu;
  }

  /**
   * Makes the calling thread a tracer: it stays on one processor from now on, together with what it
   * will start, and that without address space randomisation.
   *
   * @param everyCall whether tracees stop at every system call, for want of a seccomp filter
   * @param cpu the processor, or -1 for the one it is on
   */
  public static Tracer open(boolean everyCall, int cpu) {
    steady();
    int chosen = cpu < 0 ? Libc.currentCpu() : cpu;
    Tracer tracer = new Tracer(everyCall, chosen);
    try (Arena arena = Arena.ofConfined()) {
      if (Libc.setAffinity(arena.allocateFrom(JAVA_BYTE, tracer.affinity())) != 0) {
        throw new KernelFault("sched_setaffinity to processor " + chosen, 0);
      }
    }
    return tracer;
  }

  /** Its processor, as sched_setaffinity(2) wants it. */
  byte[] affinity() {
    byte[] mask = new byte[CPU_SET_BYTES];
    mask[cpu / 8] = (byte) (1 << cpu % 8);
    return mask;
  }

  /** What the calling thread starts from now on is without address space randomisation. */
  static void steady() {
    Libc.personality(ADDR_NO_RANDOMIZE);
  }

  /** Starts tracing a child that has stopped itself. */
  void seize(int pid) {
    int reported = Libc.wait4(pid, status, WUNTRACED);
    if (reported != pid) {
      throw new KernelFault("waiting for the started child", -reported);
    }
    attach(pid);
  }

  /** Starts tracing a process that runs, and what it will start. */
  public void attach(int pid) {
    long result = Libc.ptrace(PTRACE_SEIZE, pid, 0, OPTIONS);
    if (result < 0) {
      throw new KernelFault("PTRACE_SEIZE", (int) -result);
    }
  }

  /** The next report, or null if there is none now. */
  public @Nullable Report poll() {
    return report(WNOHANG);
  }

  /**
   * The next report; null if none came within {@code nanos}, or a little later, or there are no
   * tracees left.
   */
  public @Nullable Report await(long nanos) {
    ticker.arm(nanos);
    return report(0);
  }

  /** Whether the last wait found that there is nobody left. */
  public boolean childless() {
    return childless;
  }

  /** Makes a running tracee stop with {@link Stop.Trap}; what it waits for in the kernel is interrupted. */
  public void interrupt(int tid) throws TraceeDied {
    check(Libc.ptrace(PTRACE_INTERRUPT, tid, 0, 0), tid);
  }

  /** kill(2). */
  public static void kill(int pid, int signal) {
    Libc.kill(pid, signal);
  }

  /** prlimit(2), both the soft and the hard limit; 0 leaves it as it is. */
  public static void limit(int pid, Resource resource, long value) {
    int result = value > 0 ? Libc.prlimit(pid, resource.number(), value) : 0;
    // EPERM: the limit that it has is stricter
    if (result < 0 && result != -Errno.EPERM) {
      throw new KernelFault("limiting " + resource + " to " + value, -result);
    }
  }

  /**
   * Lets a process make no further one, prlimit(2).
   *
   * @param uid its user, {@code gid} its group
   */
  public static void closeProcesses(int pid, int uid, int gid) {
    int result = Libc.prlimit(pid, Resource.PROCESSES.number, 1);
    if (result == -Errno.EPERM) {
      try (RealUser _ = RealUser.of(uid, gid)) {
        result = Libc.prlimit(pid, Resource.PROCESSES.number, 1);
      }
    }
    if (result < 0 && result != -Errno.ESRCH) {
      throw new KernelFault("limiting " + Resource.PROCESSES, -result);
    }
  }

  /** Resources of setrlimit(2), in bytes or as a count. */
  public enum Resource {
    FILE_SIZE(1),
    CORE(4),
    /** Of all the user's processes and threads together. */
    PROCESSES(6),
    OPEN_FILES(7),
    ADDRESS_SPACE(9);

    private final int number;

    Resource(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  @Override
  public void close() {
    ticker.close();
    arena.close();
  }

  static void check(long result, int tid) throws TraceeDied {
    if (result == -Errno.ESRCH) {
      throw new TraceeDied(tid);
    }
    if (result < 0) {
      throw new KernelFault("ptrace", (int) -result);
    }
  }

  /** The next stop of one tracee, whatever the others do; if it has ended, that is the next report. */
  Stopped awaitOnly(int tid) throws TraceeDied {
    while (true) {
      Report report = report(tid, 0);
      if (report instanceof Report.Halted(Stopped stopped)) {
        return stopped;
      }
      if (report != null) {
        kept.add(report);
      }
      if (report != null || childless) {
        throw new TraceeDied(tid);
      }
    }
  }

  private @Nullable Report report(int options) {
    Report first = kept.poll();
    return first == null ? report(-1, options) : first;
  }

  private @Nullable Report report(int which, int options) {
    while (true) {
      int tid = Libc.wait4(which, status, options | WALL | WNOTHREAD);
      if (tid <= 0) {
        childless = tid == -Errno.ECHILD;
        return null;
      }
      int word = status.get(JAVA_INT, 0);
      if ((word & 0xff) != 0x7f) {
        return new Report.Ended(tid, (word & 0x7f) == 0 ? word >> 8 & 0xff : 0, word & 0x7f);
      }
      try {
        return new Report.Halted(new Stopped(tid, stop(tid, word >> 8 & 0xff, word >>> 16), everyCall));
      } catch (TraceeDied e) {
        // its end comes next
      }
    }
  }

  private Stop stop(int tid, int signal, int event) throws TraceeDied {
    return switch (event) {
      case 0 -> signal == SYSCALL_STOP ? syscall(tid) : new Stop.Signal(signal);
      case EVENT_SECCOMP -> syscall(tid);
      case EVENT_FORK, EVENT_CLONE -> new Stop.NewChild(message(tid), false);
      case EVENT_VFORK -> new Stop.NewChild(message(tid), true);
      case EVENT_VFORK_DONE -> new Stop.VforkDone();
      case EVENT_EXEC -> new Stop.Exec(message(tid));
      case EVENT_STOP -> signal == SIGTRAP ? new Stop.Trap() : new Stop.GroupStop(signal);
      default -> throw new KernelFault("unknown ptrace event " + event, 0);
    };
  }

  private int message(int tid) throws TraceeDied {
    check(Libc.ptrace(PTRACE_GETEVENTMSG, tid, 0, info.address()), tid);
    return (int) info.get(JAVA_LONG, 0);
  }

  /** struct ptrace_syscall_info: op at 0, arch at 4, ip at 8, sp at 16, then number and arguments, or the result. */
  private Stop syscall(int tid) throws TraceeDied {
    check(Libc.ptrace(PTRACE_GET_SYSCALL_INFO, tid, SYSCALL_INFO_SIZE, info.address()), tid);
    if (info.get(JAVA_BYTE, 0) == SYSCALL_INFO_EXIT) {
      return new Stop.Return(info.get(JAVA_LONG, 24));
    }
    long number = info.get(JAVA_LONG, 24);
    boolean own = info.get(JAVA_INT, 4) == Architecture.here().audit();
    return new Stop.Entry(
        new SyscallEntry(
            own ? Syscall.of(number) : Syscall.OTHER,
            number,
            info.get(JAVA_LONG, 8),
            info.get(JAVA_LONG, 16),
            info.get(JAVA_LONG, 32),
            info.get(JAVA_LONG, 40),
            info.get(JAVA_LONG, 48),
            info.get(JAVA_LONG, 56),
            info.get(JAVA_LONG, 64),
            info.get(JAVA_LONG, 72)));
  }
}
