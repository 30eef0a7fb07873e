package ipcgrade.grade;

import ipcgrade.explore.Runner;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result.Replay;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Sets a run that keeps a rule beside one that breaks it. */
final class Contrasts {
  private Contrasts() {}

  /** The schedule that a replay stands for. */
  static Schedule schedule(Replay replay) {
    return replay.schedule(Turn.parse(replay.turns()));
  }

  /**
   * A run that goes the same way as a replay for as long as it can, and does not break what it breaks. The turns
   * of a shortest schedule are all needed: without the last one, or an earlier one, the rule is kept.
   */
  static Optional<Trace> keeping(Replay replay, Runner runner, Predicate<Trace> breaks)
      throws SandboxException, InterruptedException {
    List<Turn> turns = Turn.parse(replay.turns());
    for (int length = turns.size() - 1; length >= 0; length--) {
      Trace trace = runner.run(replay.schedule(turns.subList(0, length)));
      if (!breaks.test(trace)) {
        return Optional.of(trace);
      }
    }
    Trace fair = runner.run(replay.schedule(List.of()).with(new Strategy.Fair()));
    return breaks.test(fair) ? Optional.empty() : Optional.of(fair);
  }
}
