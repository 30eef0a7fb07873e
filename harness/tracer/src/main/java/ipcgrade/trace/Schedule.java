package ipcgrade.trace;

/**
 * What drives a run.
 *
 * @param strategy how the next task is chosen
 * @param seed of that strategy's own choices, and of all else that a program can observe: its first pid, the
 *     clock, getrandom(2), the msqids
 * @param timely whether a sleep ends only when nobody else can move. Otherwise it may end whenever the
 *     strategy wants: a machine so busy that everybody else stood still meanwhile.
 */
public record Schedule(Strategy strategy, long seed, boolean timely) {
  /** Of the sleeps of a task in an untimely run, so many end before their time. */
  public static final int MOST_EARLY = 16;

  /** A timely schedule. */
  public Schedule(Strategy strategy, long seed) {
    this(strategy, seed, true);
  }
}
