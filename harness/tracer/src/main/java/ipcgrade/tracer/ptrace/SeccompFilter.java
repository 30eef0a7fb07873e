package ipcgrade.tracer.ptrace;

/**
 * The seccomp(2) filter of a run: calls that the tracer looks at stop, calls that could get out of its
 * sight fail, all else runs at full speed.
 */
public final class SeccompFilter {
  private static final int AUDIT_ARCH_X86_64 = 0xc000003e;
  private static final int X32_BIT = 0x40000000;

  /** CLONE_NEW* and CLONE_UNTRACED, clone(2). */
  private static final int CLONE_ESCAPES = 0x7e820000;

  private static final int FUTEX_COMMAND = 0x7f;
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAIT_BITSET = 9;

  private static final int PRCTL = 157;
  private static final int PR_SET_SECCOMP = 22;

  private static final int CLONE = 56;
  private static final int CLONE3 = 435;

  /**
   * Those that make namespaces, mount, trace or reach into other processes, load code into the kernel or
   * change the machine: ptrace, mount family, unshare, setns, bpf, io_uring, keyctl and the like. And
   * seccomp(2), 317: SECCOMP_RET_USER_NOTIF comes before SECCOMP_RET_TRACE and may let a call through.
   */
  private static final int[] FORBIDDEN = {
    101, 155, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175, 176, 179, 227, 246,
    248, 249, 250, 272, 298, 303, 304, 305, 308, 310, 311, 312, 313, 317, 320, 321, 323, 424, 425, 426, 427,
    428, 429, 430, 431, 432, 433, 438, 440, 442, 448
  };

  private SeccompFilter() {}

  /** The filter as bubblewrap's {@code --seccomp FD} expects it. */
  public static byte[] program() {
    Bpf bpf = new Bpf().architecture(AUDIT_ARCH_X86_64, X32_BIT);
    for (Syscall call : Syscall.values()) {
      int number = call.number();
      switch (call) {
        case WRITE, WRITEV, PWRITE64 -> bpf.ifOneOf(number, 0, -1, Bpf.TRACE, 1, 2);
        case FUTEX -> futex(bpf, number);
        case POLL, PPOLL, RT_SIGTIMEDWAIT -> bpf.ifSet(number, 2, Bpf.TRACE);
        case EPOLL_WAIT, EPOLL_PWAIT, SEMTIMEDOP -> bpf.ifSet(number, 3, Bpf.TRACE);
        case SELECT, PSELECT6, MQ_TIMEDSEND, MQ_TIMEDRECEIVE -> bpf.ifSet(number, 4, Bpf.TRACE);
        case OTHER -> {}
        case NANOSLEEP, GETITIMER, ALARM, SETITIMER, WAIT4, KILL, MSGGET, MSGSND, MSGRCV, MSGCTL,
            GETTIMEOFDAY, RT_SIGQUEUEINFO, TKILL, TIME, RESTART_SYSCALL, TIMER_CREATE, CLOCK_GETTIME,
            CLOCK_NANOSLEEP, TGKILL, WAITID, TIMERFD_CREATE, RT_TGSIGQUEUEINFO, GETRANDOM ->
            bpf.always(number, Bpf.TRACE);
      }
    }
    for (int number : FORBIDDEN) {
      bpf.always(number, Bpf.errno(Errno.EPERM));
    }
    return bpf.always(CLONE3, Bpf.errno(Errno.ENOSYS))
        .ifOneOf(PRCTL, 0, -1, Bpf.errno(Errno.EPERM), PR_SET_SECCOMP)
        .ifAnyBit(CLONE, 0, CLONE_ESCAPES, Bpf.errno(Errno.EPERM))
        .assembled();
  }

  /** A wait with a timeout; in other commands the argument is a number. */
  private static void futex(Bpf bpf, int number) {
    bpf.waitsWithTimeout(number, 1, FUTEX_COMMAND, 3, FUTEX_WAIT, FUTEX_WAIT_BITSET);
  }
}
