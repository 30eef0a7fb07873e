package ipcgrade.explore;

/** Why not every schedule of a program was tried, although the search came to its end. */
public enum Gap {
  /** A process waited for something that is not modelled, as a pipe or a lock, and ran beside the others. */
  OUTSIDE(true),
  /** A run was so long that, from its middle on, everybody had to get a turn. */
  LONG(true),
  /** A limit ended a run. */
  LIMIT(true),
  /** The same decisions did not lead to the same choices again. */
  UNREPEATABLE(true),
  /** A process has a handler for the ends of its children: which of its calls they interrupt, is not followed. */
  SIGNALS(true),
  /** Who polled in vain several times in a row, with nothing new, had to wait until others had moved. */
  POLLING(false);

  private final boolean voiding;

  Gap(boolean voiding) {
    this.voiding = voiding;
  }

  /** Whether nothing certain can be said. A poller that waits only leaves out more of the same polls. */
  public boolean voiding() {
    return voiding;
  }
}
