package ipcgrade.grade;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.NearMiss;
import ipcgrade.spec.SchemaCheck;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecException.Problem;
import ipcgrade.spec.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
 * @param verdicts by rule id
 * @param advice the ids of the advice that it gets; empty if any advice will do
 */
public record Expected(
    String why,
    Outcome outcome,
    Set<String> limits,
    double score,
    Verdict otherwise,
    Map<String, Verdict> verdicts,
    Optional<Set<String>> advice) {
  /** Scores are compared up to what two decimals show. */
  private static final double TOLERANCE = 0.005;

  public Expected {
    limits = Collections.unmodifiableSet(new TreeSet<>(limits));
    verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
  }

  /** An expectation with which any limit and any advice will do. */
  public Expected(
      String why, Outcome outcome, double score, Verdict otherwise, Map<String, Verdict> verdicts) {
    this(why, outcome, Set.of(), score, otherwise, verdicts, Optional.empty());
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
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("verdicts").properties()) {
      String rule = entry.getKey();
      verdicts.put(rule, Verdict.valueOf(entry.getValue().stringValue()));
      if (!rules.contains(rule)) {
        problems.add(
            new Problem(
                document.keyPosition("/verdicts/" + SchemaCheck.escape(rule)),
                "unknown rule '" + rule + "'" + NearMiss.hint(rule, rules, "rules")));
      }
    }
    document.require(problems);
    return new Expected(
        root.path("why").stringValue(),
        Outcome.valueOf(root.path("outcome").asString("GRADED")),
        limits(root.path("limit")),
        root.path("score").asDouble(),
        Verdict.valueOf(root.path("otherwise").asString("PASS")),
        verdicts,
        root.has("advice")
            ? Optional.of(set(root.path("advice").valueStream().map(JsonNode::stringValue)))
            : Optional.empty());
  }

  /** The verdict that a rule should get. */
  public Verdict verdict(String rule) {
    return verdicts.getOrDefault(rule, otherwise);
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
    if (Math.abs(submission.score() - score) > TOLERANCE) {
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
  private static Set<String> limits(JsonNode limit) {
    return limit.isString()
        ? Set.of(limit.stringValue())
        : set(limit.valueStream().map(JsonNode::stringValue));
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
    return was.equals(Optional.of(verdict(id)))
        ? Optional.empty()
        : Optional.of(
            new Difference.OfRule(
                id, verdict(id), was, found.map(Result.Rule::instances).orElse(List.of())));
  }

  /** Read once, when first needed. */
  private static final class PublishedSchema {
    static final SchemaCheck CHECK = new SchemaCheck(schema());
  }
}
