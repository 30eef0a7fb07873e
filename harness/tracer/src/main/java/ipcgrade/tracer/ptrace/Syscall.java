package ipcgrade.tracer.ptrace;

import java.util.Arrays;

/** The system calls that the tracer looks at, with their numbers on x86-64. */
public enum Syscall {
  WRITE(1),
  POLL(7),
  PWRITE64(18),
  WRITEV(20),
  SELECT(23),
  NANOSLEEP(35),
  GETITIMER(36),
  ALARM(37),
  SETITIMER(38),
  WAIT4(61),
  KILL(62),
  MSGGET(68),
  MSGSND(69),
  MSGRCV(70),
  MSGCTL(71),
  GETTIMEOFDAY(96),
  RT_SIGTIMEDWAIT(128),
  RT_SIGQUEUEINFO(129),
  TKILL(200),
  TIME(201),
  FUTEX(202),
  RESTART_SYSCALL(219),
  SEMTIMEDOP(220),
  TIMER_CREATE(222),
  CLOCK_GETTIME(228),
  CLOCK_NANOSLEEP(230),
  EPOLL_WAIT(232),
  TGKILL(234),
  MQ_TIMEDSEND(242),
  MQ_TIMEDRECEIVE(243),
  WAITID(247),
  PSELECT6(270),
  PPOLL(271),
  EPOLL_PWAIT(281),
  TIMERFD_CREATE(283),
  RT_TGSIGQUEUEINFO(297),
  GETRANDOM(318),
  /** Any other. */
  OTHER(-1);

  private static final Syscall[] BY_NUMBER = new Syscall[512];

  static {
    Arrays.fill(BY_NUMBER, OTHER);
    for (Syscall call : values()) {
      if (call.number >= 0) {
        BY_NUMBER[call.number] = call;
      }
    }
  }

  private final int number;

  Syscall(int number) {
    this.number = number;
  }

  /** Its number in the system call table of this architecture. */
  public int number() {
    return number;
  }

  /** The call of a number; {@link #OTHER} if it is none that the tracer looks at. */
  public static Syscall of(long number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : OTHER;
  }
}
