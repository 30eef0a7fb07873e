package ipcgrade.grade;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.NearMiss;
import ipcgrade.spec.SchemaCheck;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecException.Problem;
import ipcgrade.spec.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a fixture's expected.yml says grading must find.
 *
 * @param why what the fixture does right or wrong
 * @param outcome GRADED unless given
 * @param limits by name, for LIMIT_EXCEEDED: none but these ends the build or a run; empty if any may
 * @param score points
 * @param otherwise the verdict of the rules that are not named; PASS unless given
 * @param verdicts by rule id; of several, which of them it is depends on the schedules that are tried
 * @param advice the ids of the advice that it gets; empty if any advice will do
 * @param bug that only some schedules show; empty if all schedules are alike
 */
public record Expected(
    String why,
    Outcome outcome,
    Set<String> limits,
    Points score,
    Verdict otherwise,
    Map<String, Set<Verdict>> verdicts,
    Optional<Set<String>> advice,
    Optional<Bug> bug) {
  /** Scores are compared up to what two decimals show. */
  private static final double TOLERANCE = 0.005;

  public Expected {
    limits = Collections.unmodifiableSet(new TreeSet<>(limits));
    Map<String, Set<Verdict>> copy = new LinkedHashMap<>();
    verdicts.forEach((rule, any) -> copy.put(rule, Collections.unmodifiableSet(EnumSet.copyOf(any))));
    verdicts = Collections.unmodifiableMap(copy);
  }

  /** An expectation with one verdict for each rule, and with which any limit and any advice will do. */
  public Expected(
      String why, Outcome outcome, double score, Verdict otherwise, Map<String, Verdict> verdicts) {
    this(
        why,
        outcome,
        Set.of(),
        new Points(score, score),
        otherwise,
        verdicts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> Set.of(entry.getValue()))),
        Optional.empty(),
        Optional.empty());
  }

  /** Points, both ends included; mostly the two are the same. */
  public record Points(double least, double most) {
    /** As expected.yml would say it in a word: 28.67, or 27–29.5. */
    @Override
    public String toString() {
      return least == most ? shown(least) : shown(least) + "–" + shown(most);
    }

    /** Whether points are among them, to the two decimals that are shown. */
    public boolean contain(double points) {
      return points > least - TOLERANCE && points < most + TOLERANCE;
    }

    private static String shown(double points) {
      return points == Math.rint(points)
          ? String.valueOf(Math.round(points))
          : String.format(Locale.ROOT, "%.2f", points);
    }
  }

  /**
   * A seeded bug that only some schedules show. A run has found it if it breaks one of {@code rules} or ends
   * in a deadlock where {@code deadlocks}.
   *
   * @param rules by id; may be empty if it deadlocks
   * @param depth how many ordering constraints make it happen: PCT finds it with {@code depth - 1} changes of
   *     priority, so that 1 is a bug that a mere order of priorities shows
   * @param timely whether timely schedules show it; otherwise sleeps hide it, and have to end early, and the
   *     timely runs count for nothing
   * @param when which calls have to change places
   */
  public record Bug(Set<String> rules, boolean deadlocks, int depth, boolean timely, String when) {
    public Bug {
      rules = Collections.unmodifiableSet(new TreeSet<>(rules));
    }

    /** The positions of the runs that have found it, in order; whether a run is timely has to be as it says. */
    public List<Integer> foundIn(Result.Submission submission) {
      return IntStream.range(0, submission.runs().size())
          .filter(run -> submission.runs().get(run).timely() == timely)
          .filter(run -> deadlocked(submission, run) || broke(submission, run))
          .boxed()
          .toList();
    }

    private boolean deadlocked(Result.Submission submission, int run) {
      return deadlocks && submission.runs().get(run).end().equals("deadlock");
    }

    private boolean broke(Result.Submission submission, int run) {
      return submission.rules().stream()
          .filter(rule -> rules.contains(rule.id()))
          .flatMap(rule -> rule.instances().stream())
          .anyMatch(instance -> instance.brokenIn().contains(run));
    }
  }

  /**
   * Loads a file.
   *
   * @throws SpecException with all its faults, a rule that the spec does not have among them
   * @throws IOException if it cannot be read
   */
  public static Expected load(Path file, Spec spec) throws SpecException, IOException {
    return load(YamlDocument.read(file), spec);
  }

  /** The JSON Schema of an expected.yml; to be closed. */
  public static InputStream schema() {
    return Objects.requireNonNull(Expected.class.getResourceAsStream("expected.schema.json"));
  }

  static Expected load(YamlDocument document, Spec spec) throws SpecException {
    document.require(document.problems());
    document.require(PublishedSchema.CHECK.problems(document));
    List<Problem> problems = new ArrayList<>();
    JsonNode root = document.json();
    List<String> rules = spec.rules().stream().map(Spec.Rule::id).toList();
    Map<String, Set<Verdict>> verdicts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("verdicts").properties()) {
      String rule = entry.getKey();
      verdicts.put(rule, names(entry.getValue()).stream().map(Verdict::valueOf).collect(Collectors.toSet()));
      if (!rules.contains(rule)) {
        problems.add(
            unknown(rule, rules, document.keyPosition("/verdicts/" + SchemaCheck.escape(rule))));
      }
    }
    JsonNode shows = root.path("bug").path("rules");
    for (int i = 0; i < shows.size(); i++) {
      String rule = shows.path(i).stringValue();
      if (!rules.contains(rule)) {
        problems.add(unknown(rule, rules, document.position("/bug/rules/" + i)));
      }
    }
    Points score = points(root.path("score"));
    if (score.least() > score.most()) {
      problems.add(
          new Problem(document.position("/score"), "the first of two scores must not be above the second"));
    }
    document.require(problems);
    return new Expected(
        root.path("why").stringValue(),
        Outcome.valueOf(root.path("outcome").asString("GRADED")),
        names(root.path("limit")),
        score,
        Verdict.valueOf(root.path("otherwise").asString("PASS")),
        verdicts,
        root.has("advice")
            ? Optional.of(names(root.path("advice")))
            : Optional.empty(),
        root.has("bug") ? Optional.of(bug(root.path("bug"))) : Optional.empty());
  }

  /** The verdicts of which a rule should get one; mostly there is only one. */
  public Set<Verdict> verdicts(String rule) {
    return verdicts.getOrDefault(rule, Set.of(otherwise));
  }

  /** How a submission differs from what is expected; empty if it does not. */
  public List<Difference> compare(Result.Submission submission, Spec spec) {
    List<Difference> differences = new ArrayList<>();
    if (submission.outcome() != outcome) {
      differences.add(
          new Difference.OfOutcome(outcome, submission.outcome(), submission.message()));
    }
    if (outcome == Outcome.LIMIT_EXCEEDED && submission.outcome() == Outcome.LIMIT_EXCEEDED) {
      Set<String> found = exceeded(submission);
      if (!limits.isEmpty() && !limits.containsAll(found)) {
        differences.add(new Difference.OfLimit(limits, found));
      }
    }
    if (outcome == Outcome.GRADED && submission.outcome() == Outcome.GRADED) {
      spec.rules().forEach(rule -> compare(rule.id(), submission).ifPresent(differences::add));
    }
    if (!score.contain(submission.score())) {
      differences.add(new Difference.OfScore(score, submission.score()));
    }
    advice
        .filter(_ -> outcome == Outcome.GRADED && submission.outcome() == Outcome.GRADED)
        .ifPresent(
            wanted -> {
              Set<String> found = set(submission.advice().stream().map(Result.Advice::id));
              if (!found.equals(wanted)) {
                differences.add(new Difference.OfAdvice(wanted, found));
              }
            });
    return differences;
  }

  /** One name, or several. */
  private static Set<String> names(JsonNode node) {
    return node.isString()
        ? Set.of(node.stringValue())
        : set(node.valueStream().map(JsonNode::stringValue));
  }

  /** One number, or the least and the most. */
  private static Points points(JsonNode node) {
    return node.isArray()
        ? new Points(node.path(0).asDouble(), node.path(1).asDouble())
        : new Points(node.asDouble(), node.asDouble());
  }

  private static Bug bug(JsonNode node) {
    return new Bug(
        names(node.path("rules")),
        node.path("ends").isString(),
        node.path("depth").asInt(),
        node.path("timely").asBoolean(true),
        node.path("when").stringValue());
  }

  private static Problem unknown(String rule, List<String> rules, Position position) {
    return new Problem(position, "unknown rule '" + rule + "'" + NearMiss.hint(rule, rules, "rules"));
  }

  /** The names of the limits that ended the runs, or else the build. */
  private static Set<String> exceeded(Result.Submission submission) {
    Stream<String> said =
        submission.runs().isEmpty()
            ? submission.message().lines().limit(1)
            : submission.runs().stream().filter(run -> run.end().equals("limit")).map(Result.Run::detail);
    return set(said.map(limit -> limit.split(":", 2)[0]));
  }

  private static Set<String> set(Stream<String> ids) {
    return ids.collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<Difference> compare(String id, Result.Submission submission) {
    Optional<Result.Rule> found =
        submission.rules().stream().filter(rule -> rule.id().equals(id)).findFirst();
    Optional<Verdict> was = found.map(Result.Rule::verdict);
    return was.filter(verdicts(id)::contains).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Difference.OfRule(
                id, verdicts(id), was, found.map(Result.Rule::instances).orElse(List.of())));
  }

  /** Read once, when first needed. */
  private static final class PublishedSchema {
    static final SchemaCheck CHECK = new SchemaCheck(schema());
  }
}
