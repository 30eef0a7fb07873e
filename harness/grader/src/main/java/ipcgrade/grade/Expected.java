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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * @param score points
 * @param otherwise the verdict of the rules that are not named; PASS unless given
 * @param verdicts by rule id
 * @param advice the ids of the advice that it gets; empty if any advice will do
 */
public record Expected(
    String why,
    Outcome outcome,
    double score,
    Verdict otherwise,
    Map<String, Verdict> verdicts,
    Optional<Set<String>> advice) {
  /** Scores are compared up to what two decimals show. */
  private static final double TOLERANCE = 0.005;

  public Expected {
    verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
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

  static Expected load(YamlDocument document, Spec spec) throws SpecException {
    List<Problem> problems = new ArrayList<>(document.problems());
    problems.addAll(PublishedSchema.CHECK.problems(document));
    document.require(problems);
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
        root.path("score").asDouble(),
        Verdict.valueOf(root.path("otherwise").asString("PASS")),
        verdicts,
        root.has("advice")
            ? Optional.of(set(root.path("advice").valueStream().map(JsonNode::stringValue)))
            : Optional.empty());
  }

  /** How a submission differs from what is expected, a line each; empty if it does not. */
  public List<String> differences(Result.Submission submission, Spec spec) {
    List<String> lines = new ArrayList<>();
    if (submission.outcome() != outcome) {
      lines.add("outcome: expected %s, was %s".formatted(outcome, submission.outcome()));
      if (!submission.message().isEmpty()) {
        lines.add("message: " + submission.message());
      }
    }
    if (outcome == Outcome.GRADED && submission.outcome() == Outcome.GRADED) {
      for (Spec.Rule rule : spec.rules()) {
        rule(rule.id(), submission, lines);
      }
    }
    if (Math.abs(submission.score() - score) > TOLERANCE) {
      lines.add("score: expected %s, was %s".formatted(shown(score), shown(submission.score())));
    }
    advice
        .filter(_ -> outcome == Outcome.GRADED)
        .ifPresent(
            expected -> {
              Set<String> was = set(submission.advice().stream().map(Result.Advice::id));
              if (!was.equals(expected)) {
                lines.add("advice: expected %s, was %s".formatted(expected, was));
              }
            });
    return lines;
  }

  private static Set<String> set(Stream<String> ids) {
    return ids.collect(Collectors.toCollection(TreeSet::new));
  }

  private void rule(String id, Result.Submission submission, List<String> lines) {
    Verdict expected = verdicts.getOrDefault(id, otherwise);
    submission.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .ifPresentOrElse(
            rule -> {
              if (rule.verdict() != expected) {
                lines.add(
                    "%s: expected %s, was %s%s"
                        .formatted(id, expected, rule.verdict(), instances(rule)));
              }
            },
            () -> lines.add("%s: expected %s, was not judged".formatted(id, expected)));
  }

  private static String instances(Result.Rule rule) {
    String instances =
        rule.instances().stream()
            .filter(instance -> !instance.name().isEmpty())
            .map(instance -> instance.name() + " " + instance.verdict())
            .collect(Collectors.joining(", "));
    return instances.isEmpty() ? "" : " (" + instances + ")";
  }

  private static String shown(double points) {
    return points == Math.rint(points)
        ? String.valueOf(Math.round(points))
        : String.format(Locale.ROOT, "%.2f", points);
  }

  /** Read once, when first needed. */
  private static final class PublishedSchema {
    static final SchemaCheck CHECK =
        new SchemaCheck(
            Objects.requireNonNull(Expected.class.getResourceAsStream("expected.schema.json")));
  }
}
