package ipcgrade.reference.process;

/**
 * How a child ended.
 *
 * @param status its exit status, 0 to 255, if {@code signal} is 0
 * @param signal the signal that killed it, or 0
 */
public record Ended(int pid, int status, int signal) {
  /** From the status word of waitpid(2). */
  static Ended ofWaitStatus(int pid, int word) {
    int signal = word & 0x7f;
    return new Ended(pid, signal == 0 ? (word >> 8) & 0xff : 0, signal);
  }

  /** Whether it ended by itself and reported success. */
  public boolean clean() {
    return status == 0 && signal == 0;
  }

  @Override
  public String toString() {
    return signal == 0 ? "stato " + status : "segnale " + signal;
  }
}
