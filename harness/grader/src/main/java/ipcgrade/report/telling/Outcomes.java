package ipcgrade.report.telling;

import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Limits;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.List;

/** What became of a submission, in the reader's language. */
public final class Outcomes {
  private static final int MOST_LINES = 40;
  private static final int MOST_WIDTH = 400;

  private Outcomes() {}

  /** The outcome in a word or two. */
  public static String name(Words words, Outcome outcome) {
    return switch (outcome) {
      case GRADED -> words.get("outcome.graded");
      case BUILD_FAILED -> words.get("outcome.build-failed");
      case LIMIT_EXCEEDED -> words.get("outcome.limit-exceeded");
      case INFRASTRUCTURE -> words.get("outcome.infrastructure");
    };
  }

  /**
   * Why a submission was not graded as others are, as printable lines: the reason, and what the compiler said; or
   * the limits that were exceeded. None for one that was graded.
   */
  public static List<String> reason(Words words, Result.Submission submission) {
    List<String> lines = Printable.lines(submission.message(), MOST_LINES, MOST_WIDTH);
    if (submission.outcome() == Outcome.GRADED || lines.isEmpty()) {
      return List.of();
    }
    List<String> told = new ArrayList<>();
    if (submission.outcome() == Outcome.LIMIT_EXCEEDED) {
      told.addAll(Limits.sentences(words, lines.getFirst()));
      if (!submission.runs().isEmpty()) {
        told.add(words.get("limit.earned"));
      }
    } else {
      told.add(Reasons.in(words, lines.getFirst()));
    }
    // the rest is what the compiler said, and the submission through it
    told.addAll(lines.subList(1, lines.size()));
    return told;
  }
}
