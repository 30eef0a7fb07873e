package ipcgrade.score;

import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.Reading;
import ipcgrade.rule.Claims;
import ipcgrade.rule.Claims.Truth;
import ipcgrade.rule.Verdict;
import ipcgrade.rule.World;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Instance;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.Event;
import ipcgrade.trace.Fault;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.TaskNames;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The runs of a submission under the reading that earns most: what they are worth, and what further runs show.
 *
 * <p>Timely runs decide the verdicts. Of untimely ones it is told what breaks there only, unless the spec lets
 * them count. Runs in which something goes wrong decide those of the rules that are under their fault, and no others.
 */
public final class Assessment {
  private final Spec spec;
  private final Claims claims;
  private final Charity charity;
  private final Judged judged;
  private final Map<String, Fault> faults;
  private final List<World> faulty;
  private final List<World> untimely;

  private Assessment(
      Spec spec,
      Claims claims,
      Charity charity,
      Judged judged,
      Map<String, Fault> faults,
      List<World> faulty,
      List<World> untimely) {
    this.spec = spec;
    this.claims = claims;
    this.charity = charity;
    this.judged = judged;
    this.faults = faults;
    this.faulty = faulty;
    this.untimely = untimely;
  }

  /** Runs of a submission: those that decide, those with a fault, the untimely ones last. */
  static Assessment of(Spec spec, Claims claims, List<Trace> traces) {
    List<Trace> deciding = traces.stream().filter(trace -> decides(spec, trace)).toList();
    Charity charity = new Charity(spec, claims);
    Judged judged = charity.read(deciding);
    Map<String, Fault> faults =
        judged.worlds().isEmpty() ? Map.of() : FaultPlan.of(spec, judged.worlds().getFirst());
    Assessment assessment =
        new Assessment(spec, claims, charity, judged, faults, List.of(), List.of());
    return assessment.and(traces.stream().filter(trace -> !decides(spec, trace)).toList());
  }

  /** The same runs and untimely ones, or some with faults; those that decide are read anew only if some of these do too. */
  public Assessment with(List<Trace> more) {
    return more.stream().anyMatch(trace -> decides(spec, trace))
        ? of(spec, claims, Stream.concat(traces(), more.stream()).toList())
        : and(more);
  }

  /** With runs that decide nothing where nothing goes wrong. */
  private Assessment and(List<Trace> more) {
    List<World> struck = new ArrayList<>(faulty);
    List<World> others = new ArrayList<>(untimely);
    for (Trace trace : more) {
      (fault(trace).harmless() ? others : struck).add(world(trace));
    }
    return new Assessment(
        spec, claims, charity, judged, faults, List.copyOf(struck), List.copyOf(others));
  }

  private static boolean decides(Spec spec, Trace trace) {
    return fault(trace).harmless() && (spec.run().untimely() || trace.request().schedule().timely());
  }

  private static Fault fault(Trace trace) {
    return trace.request().schedule().fault();
  }

  private static Fault fault(World world) {
    return fault(world.reading().history().trace());
  }

  /**
   * Where the faults of the spec can strike this submission, by their names there; one that has nothing to strike is
   * left out.
   */
  public Map<String, Fault> faults() {
    return faults;
  }

  /**
   * How a further run is read: as the others were. Who is killed early does nothing by which he could be known; he is
   * who he was in the first run.
   */
  public World world(Trace trace) {
    boolean threads =
        judged.worlds().isEmpty()
            || judged.worlds().getFirst().reading().history().processes().stream()
                .anyMatch(process -> judged.worlds().getFirst().reading().thread(process.pid()));
    return fault(trace).harmless() || threads
        ? charity.read(trace, judged.layout())
        : charity.read(trace, judged.layout(), players(0));
  }

  /** The names of the faults that struck in a run. */
  private List<String> under(World world) {
    return world.reading().history().trace().events(Event.Struck.class).findAny().isEmpty()
        ? List.of()
        : faults.entrySet().stream()
            .filter(each -> each.getValue().equals(fault(world)))
            .map(Map.Entry::getKey)
            .toList();
  }

  /** Whether a rule is judged in a run. */
  private boolean applies(Rule rule, World world) {
    return rule.under().isEmpty()
        ? fault(world).harmless()
        : under(world).stream().anyMatch(rule.under()::contains);
  }

  /** How one of the runs was read, by its position in {@link Result.Submission#runs}. */
  public World world(int run) {
    return worlds().skip(run).findFirst().orElseThrow();
  }

  /** The positions of the runs that decide on a rule. */
  private List<Integer> runs(Rule rule) {
    return IntStream.range(0, judged.worlds().size() + (rule.under().isEmpty() ? 0 : faulty.size()))
        .filter(run -> rule.under().isEmpty() || applies(rule, world(run)))
        .boxed()
        .toList();
  }

  /** What they are worth. */
  public Result.Submission result(String name) {
    List<Result.Rule> rules = spec.rules().stream().map(this::rule).toList();
    List<Result.Run> runs =
        Stream
            .concat(judged.worlds().stream().map(world -> RunAccount.of(world, true, under(world))),
                Stream.concat(faulty.stream(), untimely.stream())
                    .map(world -> RunAccount.of(world, false, under(world))))
            .toList();
    List<Result.Field> fields =
        judged.worlds().isEmpty() ? List.of() : Explanation.fields(spec, judged.layout());
    double score = rules.stream().mapToDouble(Result.Rule::points).sum();
    String contradiction = contradiction();
    Outcome outcome = contradiction.isEmpty() ? outcome() : Outcome.INFRASTRUCTURE;
    return new Result.Submission(
        name,
        outcome,
        contradiction.isEmpty() ? message(outcome) : contradiction,
        rounded(score),
        spec.maxScore(),
        rules,
        runs,
        fields,
        new Counsel(
            spec, judged.worlds(), untimely, judged.worlds().size() + faulty.size(), known(rules),
            this::broken)
            .advice());
  }

  /** The rules that runs that decide where nothing goes wrong break. */
  private Set<String> known(List<Result.Rule> rules) {
    return rules.stream()
        .filter(
            rule -> rule.instances().stream()
                .flatMap(instance -> instance.brokenIn().stream())
                .anyMatch(run -> run < judged.worlds().size()))
        .map(Result.Rule::id)
        .collect(Collectors.toSet());
  }

  /** The tasks that play each role in a run, by its position, named as {@link Strategy} says. */
  public Map<String, List<String>> players(int run) {
    Reading reading = judged.worlds().get(run).reading();
    TaskNames names = TaskNames.of(reading.history().trace());
    Map<String, List<String>> players = new TreeMap<>();
    for (ProcessHistory process : reading.history().processes()) {
      for (String role : reading.roles(process.pid())) {
        players.computeIfAbsent(role, _ -> new ArrayList<>()).add(names.name(process.pid()));
      }
    }
    return players;
  }

  /** The processes of a further run, read as the others were. */
  public List<Player> processes(Trace trace) {
    Reading reading = world(trace).reading();
    TaskNames names = TaskNames.of(trace);
    return reading.history().processes().stream()
        .map(each -> new Player(each.pid(), names.name(each.pid()), reading.called(each.pid())))
        .toList();
  }

  /** The ids of the rules that a further run breaks, read as the others were. */
  public Set<String> broken(Trace trace) {
    return broken(world(trace));
  }

  /**
   * A further run told step by step.
   *
   * @param rule the events that show that this one is broken are marked
   */
  public List<Step> steps(Trace trace, String rule) {
    World world = world(trace);
    Set<Long> key = new TreeSet<>();
    for (Rule each : spec.rules()) {
      for (int place = 0; each.id().equals(rule) && place < spec.instances(each); place++) {
        if (claims.evaluate(each, world, place) == Truth.BROKEN) {
          claims.evidence(each, world, place).forEach(event -> key.add(event.seq()));
        }
      }
    }
    return new Steps(world, 0, key).all();
  }

  private Set<String> broken(World world) {
    Set<String> broken = new TreeSet<>();
    for (Rule rule : spec.rules()) {
      if (applies(rule, world) && IntStream.range(0, spec.instances(rule))
          .anyMatch(place -> claims.evaluate(rule, world, place) == Truth.BROKEN)) {
        broken.add(rule.id());
      }
    }
    return broken;
  }

  private Stream<World> worlds() {
    return Stream.of(judged.worlds(), faulty, untimely).flatMap(List::stream);
  }

  private Stream<Trace> traces() {
    return worlds().map(world -> world.reading().history().trace());
  }

  private Result.Rule rule(Rule rule) {
    List<Integer> runs = runs(rule);
    Judged own =
        rule.under().isEmpty()
            ? judged
            : new Judged(spec, claims, runs.stream().map(this::world).toList());
    List<Instance> instances = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    for (int place = 0; place < spec.instances(rule); place++) {
      List<Truth> truths = own.truths(rule, place);
      List<Integer> broken =
          IntStream.range(0, truths.size())
              .filter(at -> truths.get(at) == Truth.BROKEN)
              .mapToObj(runs::get)
              .toList();
      String instance = instance(rule, place);
      Text seen = Text.NONE;
      if (!broken.isEmpty()) {
        int run = broken.getFirst();
        World world = world(run);
        seen = claims.seen(rule, world, place, broken.size());
        evidence.addAll(
            new Witness(world, run).show(instance, claims.evidence(rule, world, place)));
      }
      instances.add(
          new Instance(
              instance,
              verdict(rule, runs, truths),
              broken,
              own.unordered(rule, place).stream().map(runs::get).toList(),
              seen));
    }
    List<Verdict> verdicts = instances.stream().map(Instance::verdict).toList();
    return new Result.Rule(
        rule.id(),
        Tally.worst(verdicts),
        Tally.points(rule, verdicts),
        rule.points(),
        instances,
        evidence);
  }

  /** Of the faults that a rule is under, each by itself, the worst that became of it: one is not outvoted by others. */
  private Verdict verdict(Rule rule, List<Integer> runs, List<Truth> truths) {
    if (rule.under().isEmpty()) {
      return Tally.verdict(truths);
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (String fault : rule.under()) {
      verdicts.add(
          Tally.verdict(
              IntStream.range(0, truths.size())
                  .filter(at -> under(world(runs.get(at))).contains(fault))
                  .mapToObj(truths::get)
                  .toList()));
    }
    verdicts.removeIf(each -> each == Verdict.NOT_REACHED);
    return verdicts.isEmpty() ? Verdict.NOT_REACHED : Tally.worst(verdicts);
  }

  private String instance(Rule rule, int place) {
    return spec.role(rule).map(role -> role.player(place)).orElse("");
  }

  /** What no queue can have done was seen wrongly: a fault of the harness too. */
  private String contradiction() {
    return worlds()
        .map(world -> world.reading().history().contradiction())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .map(found -> "the kernel and the queue model differ: " + found)
        .orElse("");
  }

  /** A fault of the harness outweighs all: such runs are no grade. */
  private Outcome outcome() {
    if (traces().anyMatch(t -> t.end() instanceof RunEnd.HarnessFault)) {
      return Outcome.INFRASTRUCTURE;
    }
    return judged.traces().anyMatch(t -> t.end() instanceof RunEnd.LimitExceeded)
        ? Outcome.LIMIT_EXCEEDED
        : Outcome.GRADED;
  }

  private String message(Outcome outcome) {
    return switch (outcome) {
      case GRADED, BUILD_FAILED -> "";
      case LIMIT_EXCEEDED, INFRASTRUCTURE ->
          traces()
              .filter(t -> outcome == Outcome.INFRASTRUCTURE || fault(t).harmless())
              .map(
                  t -> switch (t.end()) {
                    case RunEnd.LimitExceeded limit -> Limits.text(limit.limit(), limit.value());
                    case RunEnd.HarnessFault fault -> fault.message();
                    case RunEnd.Finished _, RunEnd.Deadlock _, RunEnd.Refused _ -> "";
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
