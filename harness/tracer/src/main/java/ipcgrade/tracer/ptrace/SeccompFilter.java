package ipcgrade.tracer.ptrace;

/**
 * The seccomp(2) filter of a run: calls that the tracer looks at stop, {@link Forbidden} ones fail, all else
 * runs at full speed.
 */
public final class SeccompFilter {
  /** CLONE_NEW* and CLONE_UNTRACED, clone(2). */
  private static final int CLONE_ESCAPES = 0x7e820000;

  private static final int FUTEX_COMMAND = 0x7f;
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAIT_BITSET = 9;

  private static final Numbers CLONE = new Numbers(56, 220);
  private static final Numbers PRCTL = new Numbers(157, 167);
  private static final Numbers SOCKET = new Numbers(41, 198);
  private static final int PR_SET_SECCOMP = 22;

  /** AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK, which the network namespace holds; AF_VSOCK it does not. */
  private static final int[] FAMILIES = {1, 2, 10, 16};

  private SeccompFilter() {}

  /** The filter of a run, as bubblewrap's {@code --seccomp FD} expects it. */
  public static byte[] program() {
    return program(Architecture.here());
  }

  static byte[] program(Architecture architecture) {
    Bpf bpf = new Bpf().architecture(architecture.audit(), architecture.foreignNumbers());
    for (Syscall call : Syscall.values()) {
      int number = architecture.number(call.numbers());
      if (number == Numbers.NONE) {
        continue;
      }
      switch (call) {
        case WRITE, WRITEV, PWRITE64 -> bpf.ifOneOf(number, 0, -1, Bpf.TRACE, 1, 2);
        case FUTEX -> futex(bpf, number);
        case POLL, RT_SIGTIMEDWAIT -> bpf.ifSet(number, 2, Bpf.TRACE);
        case EPOLL_WAIT, EPOLL_PWAIT -> bpf.ifSet(number, 3, Bpf.TRACE);
        case MQ_TIMEDSEND, MQ_TIMEDRECEIVE -> bpf.ifSet(number, 4, Bpf.TRACE);
        case PPOLL -> bpf.ifSetOrZero(number, 2, 1, Bpf.TRACE);
        case SELECT, PSELECT6 -> bpf.ifSetOrZero(number, 4, 0, Bpf.TRACE);
        case OTHER -> {}
        case PAUSE, NANOSLEEP, GETITIMER, ALARM, SETITIMER, WAIT4, KILL, SEMGET, SEMOP, SEMCTL, SEMTIMEDOP,
            MSGGET, MSGSND, MSGRCV, MSGCTL, GETTIMEOFDAY, RT_SIGQUEUEINFO, RT_SIGSUSPEND, TKILL, TIME,
            RESTART_SYSCALL, TIMER_CREATE, CLOCK_GETTIME, CLOCK_NANOSLEEP, TGKILL, WAITID, TIMERFD_CREATE,
            RT_TGSIGQUEUEINFO, GETRANDOM, READ, PREAD64, READV, STAT, FSTAT, LSTAT, NEWFSTATAT, STATX ->
            bpf.always(number, Bpf.TRACE);
      }
    }
    return confined(bpf, architecture);
  }

  /** The filter of what is not traced, such as a build: nothing stops, the same calls fail. */
  public static byte[] untraced() {
    return untraced(Architecture.here());
  }

  static byte[] untraced(Architecture architecture) {
    return confined(
        new Bpf().architecture(architecture.audit(), architecture.foreignNumbers()), architecture);
  }

  private static byte[] confined(Bpf bpf, Architecture architecture) {
    for (Forbidden call : Forbidden.values()) {
      int number = architecture.number(call.numbers());
      if (number != Numbers.NONE) {
        bpf.always(number, Bpf.errno(call.errno()));
      }
    }
    return bpf.ifOneOf(architecture.number(PRCTL), 0, -1, Bpf.errno(Errno.EPERM), PR_SET_SECCOMP)
        .ifAnyBit(architecture.number(CLONE), 0, CLONE_ESCAPES, Bpf.errno(Errno.EPERM))
        .unlessOneOf(architecture.number(SOCKET), 0, Bpf.errno(Errno.EAFNOSUPPORT), FAMILIES)
        .assembled();
  }

  /** A wait with a timeout; in other commands the argument is a number. */
  private static void futex(Bpf bpf, int number) {
    bpf.waitsWithTimeout(number, 1, FUTEX_COMMAND, 3, FUTEX_WAIT, FUTEX_WAIT_BITSET);
  }
}
