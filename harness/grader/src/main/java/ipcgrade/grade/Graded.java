package ipcgrade.grade;

import ipcgrade.score.Assessment;
import ipcgrade.score.Result;
import ipcgrade.trace.Trace;
import java.util.Map;
import java.util.Optional;

/**
 * A graded submission and what was seen of it.
 *
 * @param runs how its runs were read; empty if there were none
 * @param rules by the id of a rule with a {@link Result.Replay}: the run that it stands for
 * @param advice likewise, by the id of advice
 */
public record Graded(
    Result.Submission result,
    Optional<Assessment> runs,
    Map<String, Contrast> rules,
    Map<String, Contrast> advice) {
  public Graded {
    rules = Map.copyOf(rules);
    advice = Map.copyOf(advice);
  }

  /** One of which nobody asked for the runs of its replays. */
  public static Graded of(Result.Submission result, Assessment runs) {
    return new Graded(result, Optional.of(runs), Map.of(), Map.of());
  }

  /** One of which only the result is known. */
  public static Graded of(Result.Submission result) {
    return new Graded(result, Optional.empty(), Map.of(), Map.of());
  }

  /**
   * A run that breaks something.
   *
   * @param keeping one that keeps it and goes the same way for as long as it can, if one was found
   */
  public record Contrast(Trace breaking, Optional<Trace> keeping) {}
}
