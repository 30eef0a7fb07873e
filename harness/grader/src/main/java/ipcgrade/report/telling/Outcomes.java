package ipcgrade.report.telling;

import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Words;

/** What became of submissions. */
public final class Outcomes {
  private Outcomes() {}

  /** An outcome in a word or two. */
  public static String in(Words words, Outcome outcome) {
    return switch (outcome) {
      case GRADED -> words.get("outcome.graded");
      case BUILD_FAILED -> words.get("outcome.build-failed");
      case LIMIT_EXCEEDED -> words.get("outcome.limit-exceeded");
      case INFRASTRUCTURE -> words.get("outcome.infrastructure");
    };
  }
}
