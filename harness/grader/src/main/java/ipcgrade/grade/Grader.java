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
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

  /** Builds a submission once, and runs and judges it several times. All results should be equal. */
  List<Result.Submission> grade(String name, Path submission, int times, Progress progress)
      throws InterruptedException {
    List<Result.Submission> results = new ArrayList<>();
    try {
      progress.at(name, Step.BUILD, 0, 1);
      Sandbox.Build build = Unpacking.build(sandbox, submission, spec);
      while (results.size() < times) {
        results.add(
            switch (build) {
              case Sandbox.Program program -> judge(name, program, progress);
              case Sandbox.Failed failed ->
                  ungraded(name, Outcome.BUILD_FAILED, failed.reason() + "\n" + failed.log());
              case Sandbox.Exceeded exceeded ->
                  ungraded(
                      name,
                      Outcome.LIMIT_EXCEEDED,
                      Limits.text(exceeded.limit(), exceeded.value()) + "\n" + exceeded.log());
            });
      }
    } catch (SandboxException e) {
      results.add(ungraded(name, Outcome.INFRASTRUCTURE, String.valueOf(e.getMessage())));
    }
    return results;
  }

  private Result.Submission judge(String name, Sandbox.Program program, Progress progress)
      throws SandboxException, InterruptedException {
    long begun = System.nanoTime();
    Runner runner = schedule -> sandbox.run(program, spec, schedule);
    List<Trace> traces = new ArrayList<>();
    progress.at(name, Step.RUN, 0, spec.run().schedules());
    Trace first = runner.run(Portfolio.first(spec.run().seed()));
    traces.add(first);
    Portfolio portfolio = new Portfolio(spec.run().seed(), first, scorer.assess(traces).players(0));
    Assessment assessment;
    Result.Submission result;
    for (int planned = spec.run().schedules();; planned = Math.min(2 * planned, MOST_RUNS)) {
      while (traces.size() < planned && !hopeless(traces) && !late(begun)) {
        progress.at(name, Step.RUN, traces.size(), planned);
        traces.add(runner.run(portfolio.timely(traces.size())));
      }
      progress.at(name, Step.JUDGE, 0, 1);
      assessment = scorer.assess(traces);
      result = assessment.result(name);
      if (planned >= MOST_RUNS || hopeless(traces) || late(begun) || !scorer.wantsMore(result)) {
        break;
      }
    }
    List<Trace> untimely = new ArrayList<>();
    for (Schedule schedule : hopeless(traces) ? List.<Schedule>of() : portfolio.untimely(traces.size())) {
      if (!late(begun)) {
        untimely.add(runner.run(schedule));
      }
    }
    if (!untimely.isEmpty()) {
      traces.addAll(untimely);
      assessment = assessment.with(untimely);
      result = assessment.result(name);
    }
    return result.outcome() == Outcome.INFRASTRUCTURE || late(begun)
        ? result
        : new Replays(spec, assessment, traces, runner).explain(result);
  }

  /** Whether so many runs were ended by a limit, or did not begin, that more would tell nothing new. */
  private static boolean hopeless(List<Trace> traces) {
    return traces.stream()
        .map(Trace::end)
        .filter(end -> end instanceof RunEnd.LimitExceeded || end instanceof RunEnd.Refused)
        .count() >= MOST_HOPELESS;
  }

  private boolean late(long begun) {
    return System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(spec.run().millis());
  }

  private Result.Submission ungraded(String name, Outcome outcome, String message) {
    return new Result.Submission(
        name, outcome, message.strip(), 0, spec.maxScore(), List.of(), List.of());
  }
}
