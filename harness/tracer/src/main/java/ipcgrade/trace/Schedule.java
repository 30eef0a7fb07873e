package ipcgrade.trace;

/**
 * What drives a run.
 *
 * @param strategy how the next task is chosen
 * @param seed of that strategy's own choices, and of all else that a program can observe: its first pid, the
 *     clock, getrandom(2), the msqids
 * @param timely whether a sleep ends only when nobody else can move. Otherwise it may end whenever the
 *     strategy wants: a machine so busy that everybody else stood still meanwhile.
 * @param fault what goes wrong; only where one task goes at a time
 */
public record Schedule(Strategy strategy, long seed, boolean timely, Fault fault) {
  /** Of the sleeps of a task in an untimely run, so many end before their time. */
  public static final int MOST_EARLY = 16;

  public Schedule {
    if (strategy instanceof Strategy.Natural && !(fault instanceof Fault.None)) {
      throw new IllegalArgumentException("in a natural run nothing can be made to go wrong at a given place");
    }
  }

  /** One under which nothing goes wrong. */
  public Schedule(Strategy strategy, long seed, boolean timely) {
    this(strategy, seed, timely, new Fault.None());
  }

  /** A timely schedule under which nothing goes wrong. */
  public Schedule(Strategy strategy, long seed) {
    this(strategy, seed, true);
  }

  /** The same with another strategy. */
  public Schedule with(Strategy chosen) {
    return new Schedule(chosen, seed, timely, fault);
  }

  /** The same with a fault. */
  public Schedule with(Fault chosen) {
    return new Schedule(strategy, seed, timely, chosen);
  }
}
