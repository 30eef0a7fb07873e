package ipcgrade.grade;

import ipcgrade.explore.Portfolio;
import ipcgrade.explore.Runner;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Assessment;
import ipcgrade.score.Player;
import ipcgrade.score.Result.Replay;
import ipcgrade.score.Scorer;
import ipcgrade.score.Step;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs a schedule that breaks a rule again, and one that does not but goes the same way for as long as it can. */
public final class Replayer {
  /** So many runs say how the program is to be read. */
  private static final int READ = 8;

  private final Spec spec;
  private final Scorer scorer;
  private final Sandbox sandbox;

  public Replayer(Spec spec, Scorer scorer, Sandbox sandbox) {
    this.spec = spec;
    this.scorer = scorer;
    this.sandbox = sandbox;
  }

  /**
   * What came of it.
   *
   * @param broken the ids of the rules that the run broke
   * @param end how the run ended
   * @param steps all of the run's
   * @param players all of its processes
   * @param passing a run that keeps the rule, if one was found
   */
  public record Replayed(
      Set<String> broken, RunEnd end, List<Step> steps, List<Player> players, Optional<Passing> passing) {
    public Replayed {
      broken = Set.copyOf(broken);
      steps = List.copyOf(steps);
      players = List.copyOf(players);
    }
  }

  /**
   * A run that keeps the rule.
   *
   * @param parts how many steps it has in common with the one that breaks it
   * @param steps all of it
   */
  public record Passing(int parts, List<Step> steps) {
    public Passing {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Replays.
   *
   * @param rule the id of a rule
   * @throws SandboxException if the harness fails
   */
  public Replayed replay(Sandbox.Program program, Replay replay, String rule)
      throws SandboxException, InterruptedException {
    Runner runner = schedule -> sandbox.run(program, spec, schedule);
    Trace failing = runner.run(Contrasts.schedule(replay));
    Assessment assessment = read(program);
    Set<String> broken = assessment.broken(failing);
    List<Step> steps = assessment.steps(failing, rule);
    Optional<Passing> passing =
        broken.contains(rule)
            ? Contrasts.keeping(replay, runner, trace -> assessment.broken(trace).contains(rule))
                .map(trace -> assessment.steps(trace, rule))
                .map(kept -> new Passing(Step.inCommon(steps, kept), kept))
            : Optional.empty();
    return new Replayed(broken, failing.end(), steps, assessment.processes(failing), passing);
  }

  /**
   * The same schedule up to a step.
   *
   * @param step its number
   * @param player the process that is left to a debugger before it
   */
  public static Schedule until(Replay replay, int step, Player player) {
    List<Turn> turns = Turn.parse(replay.turns());
    return replay.schedule(turns).with(new Strategy.Until(turns, step, player.task()));
  }

  private Assessment read(Sandbox.Program program) throws SandboxException, InterruptedException {
    List<Trace> traces = new ArrayList<>();
    long seed = spec.run().seed();
    traces.add(sandbox.run(program, spec, Portfolio.first(seed)));
    Portfolio portfolio = new Portfolio(seed, traces.getFirst(), scorer.assess(traces).players(0));
    while (traces.size() < Math.min(READ, spec.run().schedules())) {
      traces.add(sandbox.run(program, spec, portfolio.timely(traces.size())));
    }
    return scorer.assess(traces);
  }
}
