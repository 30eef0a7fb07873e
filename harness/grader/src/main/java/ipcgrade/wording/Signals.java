package ipcgrade.wording;

import java.util.List;

/** The names of Linux's signals, signal(7). They are the same on x86-64 and arm64. */
public final class Signals {
  private static final List<String> NAMES =
      List.of(
          ("0 HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP"
              + " TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
              .split(" "));

  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST_REAL_TIME = 64;

  private Signals() {}

  /** Its name, such as SIGTERM; {@code signal 99} if it has none. */
  public static String name(int signal) {
    if (signal > 0 && signal < NAMES.size()) {
      return "SIG" + NAMES.get(signal);
    }
    if (signal == FIRST_REAL_TIME) {
      return "SIGRTMIN";
    }
    if (signal > FIRST_REAL_TIME && signal <= LAST_REAL_TIME) {
      return "SIGRTMIN+" + (signal - FIRST_REAL_TIME);
    }
    return "signal " + signal;
  }
}
