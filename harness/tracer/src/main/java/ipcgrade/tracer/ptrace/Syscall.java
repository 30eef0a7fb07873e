package ipcgrade.tracer.ptrace;

import java.util.Arrays;

/** The system calls that the tracer looks at, with their numbers on x86-64 and aarch64. */
public enum Syscall {
  READ(0, 63),
  WRITE(1, 64),
  STAT(4, Numbers.NONE),
  FSTAT(5, 80),
  LSTAT(6, Numbers.NONE),
  POLL(7, Numbers.NONE),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  READV(19, 65),
  WRITEV(20, 66),
  SELECT(23, Numbers.NONE),
  PAUSE(34, Numbers.NONE),
  NANOSLEEP(35, 101),
  GETITIMER(36, 102),
  ALARM(37, Numbers.NONE),
  SETITIMER(38, 103),
  WAIT4(61, 260),
  KILL(62, 129),
  SEMGET(64, 190),
  SEMOP(65, 193),
  SEMCTL(66, 191),
  MSGGET(68, 186),
  MSGSND(69, 189),
  MSGRCV(70, 188),
  MSGCTL(71, 187),
  GETTIMEOFDAY(96, 169),
  RT_SIGTIMEDWAIT(128, 137),
  RT_SIGQUEUEINFO(129, 138),
  RT_SIGSUSPEND(130, 133),
  TKILL(200, 130),
  TIME(201, Numbers.NONE),
  FUTEX(202, 98),
  RESTART_SYSCALL(219, 128),
  SEMTIMEDOP(220, 192),
  TIMER_CREATE(222, 107),
  CLOCK_GETTIME(228, 113),
  CLOCK_NANOSLEEP(230, 115),
  EPOLL_WAIT(232, Numbers.NONE),
  TGKILL(234, 131),
  MQ_TIMEDSEND(242, 182),
  MQ_TIMEDRECEIVE(243, 183),
  WAITID(247, 95),
  NEWFSTATAT(262, 79),
  PSELECT6(270, 72),
  PPOLL(271, 73),
  EPOLL_PWAIT(281, 22),
  TIMERFD_CREATE(283, 85),
  RT_TGSIGQUEUEINFO(297, 240),
  GETRANDOM(318, 278),
  STATX(332, 291),
  /** Any other. */
  OTHER(Numbers.NONE, Numbers.NONE);

  private static final Syscall[] BY_NUMBER = new Syscall[512];

  static {
    Arrays.fill(BY_NUMBER, OTHER);
    for (Syscall call : values()) {
      int number = Architecture.here().number(call.numbers());
      if (number != Numbers.NONE) {
        BY_NUMBER[number] = call;
      }
    }
  }

  private final int x8664;
  private final int aarch64;

  Syscall(int x8664, int aarch64) {
    this.x8664 = x8664;
    this.aarch64 = aarch64;
  }

  Numbers numbers() {
    return new Numbers(x8664, aarch64);
  }

  /** The call of a number on this machine; {@link #OTHER} if it is none that the tracer looks at. */
  public static Syscall of(long number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : OTHER;
  }
}
