package ipcgrade.rule;

/** What became of a rule. */
public enum Verdict {
  /** It held in every run. */
  PASS,
  /** It was broken in all runs, or in most. */
  FAIL,
  /** It was broken under some schedules only. */
  RACY,
  /** It could not be decided. */
  INCONCLUSIVE,
  /** No run came to where it applies. */
  NOT_REACHED
}
