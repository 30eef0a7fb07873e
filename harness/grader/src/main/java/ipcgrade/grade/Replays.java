package ipcgrade.grade;

import ipcgrade.explore.Runner;
import ipcgrade.explore.Shrinker;
import ipcgrade.explore.Shrinker.Found;
import ipcgrade.grade.Graded.Contrast;
import ipcgrade.rule.Verdict;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Assessment;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Replay;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds for what a submission broke the shortest schedules that show it. */
final class Replays {
  /** Runs for one fault. */
  private static final int MOST_RUNS = 40;

  /** Runs for all faults of a submission together; those that were made for one serve another. */
  private static final int MOST_IN_ALL = 80;

  /** Longer runs are shown as they are. */
  private static final int LONG = 2_000;

  private final Spec spec;
  private final Assessment assessment;
  private final List<Trace> traces;
  private final Runner runner;
  private final Map<Schedule, Trace> tried = new HashMap<>();
  private final Map<Schedule, Set<String>> broken = new HashMap<>();

  Replays(Spec spec, Assessment assessment, List<Trace> traces, Runner runner) {
    this.spec = spec;
    this.assessment = assessment;
    this.traces = traces;
    this.runner = runner;
  }

  /** A result with a schedule for each of its faults. */
  Result.Submission explain(Result.Submission result) throws SandboxException, InterruptedException {
    List<Result.Rule> rules = new ArrayList<>();
    for (Result.Rule rule : result.rules()) {
      boolean lost = rule.verdict() == Verdict.FAIL || rule.verdict() == Verdict.RACY;
      rules.add(lost && breaksByItself(rule.id()) ? rule.with(shortest(rule)) : rule);
    }
    List<Result.Advice> advice = new ArrayList<>();
    for (Result.Advice each : result.advice()) {
      advice.add(
          each.breaks().isEmpty()
              ? each
              : each.with(shortest(each.run(), ids -> ids.containsAll(each.breaks()))));
    }
    return result.with(rules, advice);
  }

  /** An explained result with the runs that its replays stand for, each beside one that keeps what it breaks. */
  Graded show(Result.Submission explained) throws SandboxException, InterruptedException {
    Map<String, Contrast> rules = new HashMap<>();
    for (Result.Rule rule : explained.rules()) {
      if (rule.replay() != null) {
        rules.put(rule.id(), contrast(rule.replay(), ids -> ids.contains(rule.id())));
      }
    }
    Map<String, Contrast> advice = new HashMap<>();
    for (Result.Advice each : explained.advice()) {
      if (each.replay() != null) {
        advice.put(
            each.id(), contrast(each.replay(), ids -> each.breaks().stream().anyMatch(ids::contains)));
      }
    }
    return new Graded(explained, Optional.of(assessment), rules, advice);
  }

  private Contrast contrast(Replay replay, Predicate<Set<String>> fault)
      throws SandboxException, InterruptedException {
    Trace breaking = run(Contrasts.schedule(replay));
    return isShort(breaking)
        ? new Contrast(
            breaking, Contrasts.keeping(replay, this::run, trace -> fault.test(brokenBy(trace))))
        : new Contrast(breaking, Optional.empty());
  }

  /** Whether one run can break a rule: what does not vary, only many can show. */
  private boolean breaksByItself(String id) {
    return spec.rules().stream()
        .anyMatch(rule -> rule.id().equals(id) && rule.claim() instanceof Claim.Holds);
  }

  private Replay shortest(Result.Rule rule) throws SandboxException, InterruptedException {
    List<Integer> runs =
        rule.instances().stream().flatMap(instance -> instance.brokenIn().stream()).distinct().sorted()
            .toList();
    // one that a limit ended would take as long each time
    int run =
        runs.stream().filter(each -> isShort(traces.get(each))).findFirst().orElse(runs.getFirst());
    return shortest(run, ids -> ids.contains(rule.id()));
  }

  private Replay shortest(int run, Predicate<Set<String>> fault)
      throws SandboxException, InterruptedException {
    Trace failing = traces.get(run);
    int left = Math.max(0, Math.min(MOST_RUNS, MOST_IN_ALL - tried.size()));
    Found found =
        Shrinker.shrink(
            failing, trace -> fault.test(brokenBy(trace)), this::run, isShort(failing) ? left : 0);
    return new Replay(
        found.schedule().seed(), found.schedule().timely(), Turn.text(found.turns()), found.preemptions(),
        found.schedule().fault().text());
  }

  private static boolean isShort(Trace trace) {
    return trace.events().size() < LONG && !(trace.end() instanceof RunEnd.LimitExceeded);
  }

  private Trace run(Schedule schedule) throws SandboxException, InterruptedException {
    Trace known = tried.get(schedule);
    if (known != null) {
      return known;
    }
    Trace trace = runner.run(schedule);
    tried.put(schedule, trace);
    broken.put(schedule, assessment.broken(trace));
    return trace;
  }

  private Set<String> brokenBy(Trace trace) {
    return broken.getOrDefault(trace.request().schedule(), Set.of());
  }
}
