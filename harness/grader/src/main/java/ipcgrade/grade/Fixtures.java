package ipcgrade.grade;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Submissions that come with the grade that each should get, in its expected.yml: how a spec is tested. */
public final class Fixtures {
  private static final String EXPECTED = "expected.yml";
  private static final String SUBMISSIONS = "submissions";

  private final Spec spec;
  private final List<Fixture> all;

  private Fixtures(Spec spec, List<Fixture> all) {
    this.spec = spec;
    this.all = List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param expected empty if it has no expected.yml
   */
  public record Fixture(Submissions.Entry submission, Optional<Expected> expected) {}

  /**
   * The fixtures in a place, by name.
   *
   * @param place an assignment's directory, which holds {@code submissions}, or that, or one submission
   * @throws SpecException with the faults of the first expected.yml that cannot be used
   */
  public static Fixtures in(Path place, Spec spec) throws SpecException, IOException {
    Path inside = place.resolve(SUBMISSIONS);
    List<Fixture> all = new ArrayList<>();
    for (Submissions.Entry entry : Submissions.in(List.of(Files.isDirectory(inside) ? inside : place))) {
      Path file = entry.path().resolve(EXPECTED);
      all.add(
          new Fixture(
              entry,
              Files.exists(file) ? Optional.of(Expected.load(file, spec)) : Optional.empty()));
    }
    return new Fixtures(spec, all);
  }

  /** The assignments in a directory, by name: what holds {@code submissions} that are expected to fare so or so. */
  public static List<Path> assignments(Path directory) throws IOException {
    try (Stream<Path> inside = Files.list(directory)) {
      return inside.filter(each -> Files.isDirectory(each.resolve(SUBMISSIONS))).sorted().toList();
    }
  }

  /** All of them. */
  public List<Fixture> all() {
    return all;
  }

  /** The rules that none is expected to break, so that nobody knows whether they find what they should. */
  public List<Spec.Rule> unbroken() {
    return without(Set.of(Verdict.FAIL, Verdict.RACY)::containsAll);
  }

  /** The rules that none is expected to pass, so that nobody knows whether a program can. */
  public List<Spec.Rule> unpassed() {
    return without(Set.of(Verdict.PASS)::containsAll);
  }

  private List<Spec.Rule> without(Predicate<Set<Verdict>> verdicts) {
    return spec.rules().stream()
        .filter(
            rule -> all.stream()
                .flatMap(fixture -> fixture.expected().stream())
                .filter(expected -> expected.outcome() == Outcome.GRADED)
                .noneMatch(expected -> verdicts.test(expected.verdicts(rule.id()))))
        .toList();
  }
}
