package ipcgrade.grade;

import ipcgrade.explore.Portfolio;
import ipcgrade.explore.Runner;
import ipcgrade.grade.Progress.Step;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.score.Assessment;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Fault;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Grades submissions of one assignment, one at a time, in one sandbox. */
public final class Grader {
  /** Past this many runs, what has not varied yet does not vary. */
  private static final int MOST_RUNS = 24;

  /** After this many runs that a limit ended, or that did not begin, no more are made. */
  private static final int MOST_HOPELESS = 2;

  private final Spec spec;
  private final Scorer scorer;
  private final Sandbox sandbox;

  public Grader(Spec spec, Scorer scorer, Sandbox sandbox) {
    this.spec = spec;
    this.scorer = scorer;
    this.sandbox = sandbox;
  }

  /**
   * Builds, runs and judges one submission. What the submission does, and what fails around it, is in
   * the outcome: nothing is thrown for it.
   */
  public Result.Submission grade(String name, Path submission, Progress progress)
      throws InterruptedException {
    return grade(name, submission, 1, progress).getFirst();
  }

  /**
   * Likewise, of what is open.
   *
   * @param runs given the traces of {@link Result.Submission#runs}, in their order, if any were made
   */
  public Result.Submission grade(
      String name, Unpacking.Opened submission, Progress progress, Consumer<List<Trace>> runs)
      throws InterruptedException {
    return graded(name, submission, false, progress, runs).result();
  }

  /** Likewise, with all that there is to see of it; some more runs show what keeps what others break. */
  public Graded show(String name, Unpacking.Opened submission, Progress progress)
      throws InterruptedException {
    return graded(name, submission, true, progress, _ -> {});
  }

  private Graded graded(
      String name, Unpacking.Opened submission, boolean show, Progress progress, Consumer<List<Trace>> runs)
      throws InterruptedException {
    try {
      progress.at(name, Step.BUILD, 0, 1);
      return graded(name, Unpacking.build(sandbox, submission, spec), show, progress, runs);
    } catch (SandboxException e) {
      return ungraded(name, Outcome.INFRASTRUCTURE, String.valueOf(e.getMessage()));
    }
  }

  /** Builds a submission once, and runs and judges it several times. All results should be equal. */
  List<Result.Submission> grade(String name, Path submission, int times, Progress progress)
      throws InterruptedException {
    List<Result.Submission> results = new ArrayList<>();
    try {
      progress.at(name, Step.BUILD, 0, 1);
      Sandbox.Build build = Unpacking.build(sandbox, submission, spec);
      while (results.size() < times) {
        results.add(graded(name, build, false, progress, _ -> {}).result());
      }
    } catch (SandboxException e) {
      results.add(ungraded(name, Outcome.INFRASTRUCTURE, String.valueOf(e.getMessage())).result());
    }
    return results;
  }

  private Graded graded(
      String name, Sandbox.Build build, boolean show, Progress progress, Consumer<List<Trace>> runs)
      throws SandboxException, InterruptedException {
    return switch (build) {
      case Sandbox.Program program -> judge(name, program, show, progress, runs);
      case Sandbox.Failed failed ->
          ungraded(name, Outcome.BUILD_FAILED, failed.reason() + "\n" + failed.log());
      case Sandbox.Exceeded exceeded ->
          ungraded(
              name,
              Outcome.LIMIT_EXCEEDED,
              Limits.text(exceeded.limit(), exceeded.value()) + "\n" + exceeded.log());
    };
  }

  private Graded judge(
      String name, Sandbox.Program program, boolean show, Progress progress, Consumer<List<Trace>> runs)
      throws SandboxException, InterruptedException {
    Budget budget = new Budget(spec.run().millis());
    Runner runner = schedule -> sandbox.run(program, spec, schedule);
    Runner kept = schedule -> budget.keep(runner.run(schedule));
    List<Trace> traces = new ArrayList<>();
    progress.at(name, Step.RUN, 0, spec.run().schedules());
    Trace first = kept.run(Portfolio.first(spec.run().seed()));
    traces.add(first);
    Portfolio portfolio = new Portfolio(spec.run().seed(), first, scorer.assess(traces).players(0));
    Assessment assessment;
    Result.Submission result;
    for (int planned = spec.run().schedules();; planned = Math.min(2 * planned, MOST_RUNS)) {
      while (traces.size() < planned && !hopeless(traces) && !budget.halfSpent()) {
        progress.at(name, Step.RUN, traces.size(), planned);
        traces.add(kept.run(portfolio.timely(traces.size())));
      }
      progress.at(name, Step.JUDGE, 0, 1);
      assessment = scorer.assess(traces);
      result = assessment.result(name);
      if (planned >= MOST_RUNS || hopeless(traces) || budget.halfSpent() || !scorer.wantsMore(result)) {
        break;
      }
    }
    boolean hopeless = hopeless(traces);
    List<Trace> faulty = hopeless ? List.of() : faulty(assessment, traces, portfolio, kept, budget);
    if (!faulty.isEmpty()) {
      traces.addAll(faulty);
      assessment = assessment.with(faulty);
      result = assessment.result(name);
    }
    List<Trace> untimely = new ArrayList<>();
    for (Schedule schedule : hopeless ? List.<Schedule>of() : portfolio.untimely(traces.size())) {
      if (!budget.spent()) {
        untimely.add(kept.run(schedule));
      }
    }
    if (!untimely.isEmpty()) {
      traces.addAll(untimely);
      assessment = assessment.with(untimely);
      result = assessment.result(name);
    }
    runs.accept(List.copyOf(traces));
    if (result.outcome() == Outcome.INFRASTRUCTURE || budget.late()) {
      return Graded.of(result, assessment);
    }
    Replays replays = new Replays(spec, assessment, traces, runner);
    Result.Submission explained = replays.explain(result);
    return show ? replays.show(explained) : Graded.of(explained, assessment);
  }

  /**
   * Runs in which the faults of the spec strike, one at a time; one that a limit ends is the last of its fault. First
   * come those that decide as any run does, if there is none yet.
   */
  private List<Trace> faulty(
      Assessment assessment, List<Trace> before, Portfolio portfolio, Runner runner, Budget budget)
      throws SandboxException, InterruptedException {
    List<Trace> traces = new ArrayList<>();
    List<Fault> faults =
        assessment.faults().values().stream()
            .distinct()
            .filter(fault -> before.stream().noneMatch(run -> run.request().schedule().fault().equals(fault)))
            .sorted(Comparator.comparing(Fault::harmless).reversed())
            .toList();
    for (Fault fault : faults) {
      boolean ended = false;
      for (Schedule schedule : portfolio.faulty(fault)) {
        if (!ended && !budget.spent()) {
          traces.add(runner.run(schedule));
          ended = traces.getLast().end() instanceof RunEnd.LimitExceeded;
        }
      }
    }
    return traces;
  }

  /** Whether so many runs were ended by a limit, or did not begin, that more would tell nothing new. */
  private static boolean hopeless(List<Trace> traces) {
    return traces.stream()
        .map(Trace::end)
        .filter(end -> end instanceof RunEnd.LimitExceeded || end instanceof RunEnd.Refused)
        .count() >= MOST_HOPELESS;
  }

  private Graded ungraded(String name, Outcome outcome, String message) {
    return Graded.of(
        new Result.Submission(
            name, outcome, message.strip(), 0, spec.maxScore(), List.of(), List.of()));
  }
}
