package ipcgrade.score;

import ipcgrade.advice.Advice;
import ipcgrade.order.History;
import ipcgrade.reading.Reading;
import ipcgrade.rule.Claims;
import ipcgrade.rule.Claims.Truth;
import ipcgrade.rule.Verdict;
import ipcgrade.rule.World;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Instance;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.spec.Spec.Text;
import ipcgrade.spec.SpecException;
import ipcgrade.trace.Decision;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Scores the runs of a submission against a spec. Immutable; threads may share it. */
public final class Scorer {
  /** What a rule still earns that is broken under some schedules only. */
  public static final double RACY_SHARE = Tally.RACY_SHARE;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Spec spec;
  private final Claims claims;

  private Scorer(Spec spec, Claims claims) {
    this.spec = spec;
    this.claims = claims;
  }

  /**
   * A scorer for a spec.
   *
   * @param file the spec's file, for messages
   * @throws SpecException if a claim does not compile: with the line and column of the fault
   */
  public static Scorer of(Spec spec, Path file) throws SpecException {
    return new Scorer(spec, Claims.of(spec, file));
  }

  /** What the runs of a submission are worth. */
  public Result.Submission score(String name, List<Trace> traces) {
    Judged judged = new Charity(spec, claims).read(traces);
    List<Result.Rule> rules = spec.rules().stream().map(rule -> rule(judged, rule)).toList();
    List<Result.Run> runs = judged.worlds().stream().map(Scorer::run).toList();
    List<Result.Field> fields =
        judged.worlds().isEmpty() ? List.of() : Explanation.fields(spec, judged.worlds().getFirst().layout());
    double score = rules.stream().mapToDouble(Result.Rule::points).sum();
    String contradiction = contradiction(judged);
    Outcome outcome = contradiction.isEmpty() ? outcome(traces) : Outcome.INFRASTRUCTURE;
    return new Result.Submission(
        name,
        outcome,
        contradiction.isEmpty() ? message(traces, outcome) : contradiction,
        rounded(score),
        spec.maxScore(),
        rules,
        runs,
        fields,
        advice(judged.worlds()));
  }

  private static List<Result.Advice> advice(List<World> worlds) {
    return Advice.on(worlds.stream().map(World::reading).toList()).stream()
        .map(
            advice -> new Result.Advice(
                advice.id(),
                advice.what(),
                advice.remedy(),
                advice.processes(),
                new Witness(worlds.get(advice.run()), advice.run()).only(advice.evidence())))
        .toList();
  }

  /** Whether more runs could change a result: something that should vary did not yet. */
  public boolean wantsMore(Result.Submission result) {
    Set<String> failed =
        result.rules().stream()
            .filter(rule -> rule.verdict() == Verdict.FAIL)
            .map(Result.Rule::id)
            .collect(Collectors.toSet());
    return result.outcome() == Outcome.GRADED
        && spec.rules().stream()
            .anyMatch(rule -> rule.claim() instanceof Claim.Varies && failed.contains(rule.id()));
  }

  private Result.Rule rule(Judged judged, Rule rule) {
    List<Instance> instances = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    for (int place = 0; place < spec.instances(rule); place++) {
      List<Truth> truths = judged.truths(rule, place);
      List<Integer> broken =
          IntStream.range(0, truths.size()).filter(run -> truths.get(run) == Truth.BROKEN).boxed().toList();
      String instance = instance(rule, place);
      Text seen = Text.NONE;
      if (!broken.isEmpty()) {
        int run = broken.getFirst();
        World world = judged.worlds().get(run);
        seen = claims.seen(rule, world, place, broken.size());
        evidence.addAll(
            new Witness(world, run).show(instance, claims.evidence(rule, world, place)));
      }
      instances.add(
          new Instance(instance, Tally.verdict(truths), broken, judged.unordered(rule, place), seen));
    }
    List<Verdict> verdicts = instances.stream().map(Instance::verdict).toList();
    return new Result.Rule(
        rule.id(),
        Tally.worst(verdicts),
        Tally.points(rule.points(), verdicts),
        rule.points(),
        instances,
        evidence);
  }

  private String instance(Rule rule, int place) {
    return spec.role(rule).map(role -> role.player(place)).orElse("");
  }

  private static Result.Run run(World world) {
    Reading reading = world.reading();
    History history = reading.history();
    Explanation explanation = new Explanation(world);
    Standstill standstill = new Standstill(reading);
    Trace trace = history.trace();
    long last = trace.events().isEmpty() ? 0 : trace.events().getLast().time();
    return new Result.Run(
        trace.request().schedule().strategy().id(),
        trace.request().schedule().seed(),
        trace.request().schedule().timely(),
        Turn.text(Decision.turns(trace.decisions())),
        end(trace.end()),
        detail(trace.end(), standstill),
        last / NANOS_PER_MILLI,
        history.processes().size(),
        trace.events().size(),
        explanation.players(),
        explanation.channels(),
        explanation.rivals(),
        standstill.waits(),
        standstill.circles());
  }

  private static String end(RunEnd end) {
    return switch (end) {
      case RunEnd.Finished _ -> "finished";
      case RunEnd.Deadlock _ -> "deadlock";
      case RunEnd.LimitExceeded _ -> "limit";
      case RunEnd.HarnessFault _ -> "fault";
    };
  }

  private static String detail(RunEnd end, Standstill standstill) {
    return switch (end) {
      case RunEnd.Finished _ -> "";
      case RunEnd.Deadlock _ ->
          standstill.waits().stream()
              .map(wait -> wait.process() + " " + wait.what().en())
              .collect(Collectors.joining("\n"));
      case RunEnd.LimitExceeded limit -> Limits.text(limit.limit(), limit.value());
      case RunEnd.HarnessFault fault -> fault.message();
    };
  }

  /** What no queue can have done was seen wrongly: a fault of the harness too. */
  private static String contradiction(Judged judged) {
    return judged.worlds().stream()
        .map(world -> world.reading().history().contradiction())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .map(found -> "the kernel and the queue model differ: " + found)
        .orElse("");
  }

  /** A fault of the harness outweighs all: such runs are no grade. */
  private static Outcome outcome(List<Trace> traces) {
    if (traces.stream().anyMatch(t -> t.end() instanceof RunEnd.HarnessFault)) {
      return Outcome.INFRASTRUCTURE;
    }
    return traces.stream().anyMatch(t -> t.end() instanceof RunEnd.LimitExceeded)
        ? Outcome.LIMIT_EXCEEDED
        : Outcome.GRADED;
  }

  private static String message(List<Trace> traces, Outcome outcome) {
    return switch (outcome) {
      case GRADED, BUILD_FAILED -> "";
      case LIMIT_EXCEEDED, INFRASTRUCTURE ->
          traces.stream()
              .map(
                  t -> switch (t.end()) {
                    case RunEnd.LimitExceeded limit -> Limits.text(limit.limit(), limit.value());
                    case RunEnd.HarnessFault fault -> fault.message();
                    case RunEnd.Finished _, RunEnd.Deadlock _ -> "";
                  })
              .filter(s -> !s.isEmpty())
              .distinct()
              .collect(Collectors.joining("; "));
    };
  }

  private static double rounded(double points) {
    return Math.round(points * 100) / 100.0;
  }
}
