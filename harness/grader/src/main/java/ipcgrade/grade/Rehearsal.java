package ipcgrade.grade;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one fixture fared, graded once or several times, beside what its expected.yml says.
 *
 * @param gradings at least one
 * @param differences of the first grading that is not as expected; empty without an expected.yml
 * @param unsteady what was not the same in all gradings, and how often it was what
 */
public record Rehearsal(
    Fixture fixture,
    List<Result.Submission> gradings,
    List<Difference> differences,
    List<Unsteady> unsteady) {
  public Rehearsal {
    gradings = List.copyOf(gradings);
    differences = List.copyOf(differences);
    unsteady = List.copyOf(unsteady);
  }

  /** How it went. */
  public enum State {
    AS_EXPECTED,
    DIFFERS,
    /** It has no expected.yml. */
    UNEXPECTED,
    /** The harness failed, so nothing is known. */
    NOT_GRADED
  }

  /**
   * What luck decided.
   *
   * @param what a rule's id, {@code outcome} or {@code score}
   * @param times how often it was what
   */
  public record Unsteady(String what, Map<String, Integer> times) {
    public Unsteady {
      times = new TreeMap<>(times);
    }
  }

  /**
   * Compares gradings with what is expected of them.
   *
   * @param gradings at least one, all of this fixture
   */
  public static Rehearsal of(Fixture fixture, List<Result.Submission> gradings, Spec spec) {
    List<Difference> differences =
        fixture.expected().stream()
            .flatMap(expected -> gradings.stream().map(each -> expected.compare(each, spec)))
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse(List.of());
    return new Rehearsal(fixture, gradings, differences, unsteady(gradings, spec));
  }

  /** How it went: what is not the same every time is not as expected either. */
  public State state() {
    Outcome expected = fixture.expected().map(Expected::outcome).orElse(Outcome.GRADED);
    if (expected != Outcome.INFRASTRUCTURE
        && gradings.stream().anyMatch(each -> each.outcome() == Outcome.INFRASTRUCTURE)) {
      return State.NOT_GRADED;
    }
    if (!differences.isEmpty() || !unsteady.isEmpty()) {
      return State.DIFFERS;
    }
    return fixture.expected().isPresent() ? State.AS_EXPECTED : State.UNEXPECTED;
  }

  /** What became of it: the first grading that is not as expected, or the first of all. */
  public Result.Submission shown(Spec spec) {
    return gradings.stream()
        .filter(
            each -> fixture.expected().map(e -> !e.compare(each, spec).isEmpty()).orElse(false))
        .findFirst()
        .orElse(gradings.getFirst());
  }

  private static List<Unsteady> unsteady(List<Result.Submission> gradings, Spec spec) {
    List<Unsteady> unsteady = new ArrayList<>();
    add(unsteady, "outcome", gradings, each -> each.outcome().name());
    for (Spec.Rule rule : spec.rules()) {
      add(unsteady, rule.id(), gradings, each -> verdict(each, rule.id()));
    }
    add(unsteady, "score", gradings, each -> new Expected.Points(each.score(), each.score()).toString());
    return unsteady;
  }

  private static void add(
      List<Unsteady> unsteady,
      String what,
      List<Result.Submission> gradings,
      Function<Result.Submission, String> value) {
    Map<String, Integer> times =
        gradings.stream().collect(Collectors.toMap(value, _ -> 1, Integer::sum, TreeMap::new));
    if (times.size() > 1) {
      unsteady.add(new Unsteady(what, times));
    }
  }

  private static String verdict(Result.Submission submission, String rule) {
    Optional<Result.Rule> found =
        submission.rules().stream().filter(each -> each.id().equals(rule)).findFirst();
    return found.map(each -> each.verdict().name()).orElse("-");
  }
}
