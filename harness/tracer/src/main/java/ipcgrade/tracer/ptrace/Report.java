package ipcgrade.tracer.ptrace;

/** What wait(2) tells of a tracee. */
public sealed interface Report {
  /** The tracee, as the tracer's pid namespace numbers it. */
  int tid();

  /** It stopped. */
  record Halted(Stopped stopped) implements Report {
    @Override
    public int tid() {
      return stopped.tid();
    }
  }

  /**
   * It ended.
   *
   * @param status its exit status if {@code signal} is 0
   * @param signal the signal that killed it, or 0
   */
  record Ended(int tid, int status, int signal) implements Report {}
}
