package ipcgrade.grade;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@DisplayName("The fixtures of Registro distribuito")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoverageTest {
  private static final Path TOP = Path.of("../..");
  private static final Path SUBMISSIONS = TOP.resolve("fixtures/registro-distribuito/submissions");

  /**
   * The rules that no program can break without breaking another.
   *
   * @param others of which at least one breaks too
   * @param reason why that is so
   */
  private record Bound(String rule, Set<String> others, String reason) {}

  private static final List<Bound> BOUND =
      List.of(
          new Bound(
              "bind-id",
              Set.of("result-queue", "query-server"),
              "The binds say which mailbox is whose. If they do not number the servers 1 and 2, a query for"
                  + " 1 or 2 has no right answer, unless queries use the same wrong numbers, or the registry shifts them."),
          new Bound(
              "result-type",
              Set.of("selective-receive"),
              "Who receives with the server's number as msgtyp never gets a result of another type."));

  private Spec spec;
  private Map<String, Expected> expected;

  @BeforeAll
  void load() throws Exception {
    spec = SpecLoader.load(TOP.resolve("grading.yml"));
    expected = new TreeMap<>();
    try (Stream<Path> directories = Files.list(SUBMISSIONS)) {
      for (Path directory : directories.filter(Files::isDirectory).toList()) {
        expected.put(
            directory.getFileName().toString(),
            Expected.load(directory.resolve("expected.yml"), spec));
      }
    }
  }

  @TestFactory
  @DisplayName("break each rule alone in two programs")
  Stream<DynamicTest> alone() {
    return spec.rules().stream()
        .map(
            rule -> dynamicTest(
                rule.id(),
                () -> {
                  Set<String> breakers = named(broken -> isAlone(rule.id(), broken));
                  assertTrue(
                      breakers.size() >= 2,
                      () -> "broken alone only by " + breakers + ", and with others by "
                          + named(b -> b.contains(rule.id())));
                }));
  }

  @Test
  @DisplayName("break hardly alone a rule that is said to be bound to others")
  void bound() {
    for (Bound bound : BOUND) {
      Set<String> alone = named(broken -> broken.equals(Set.of(bound.rule)));
      assertTrue(alone.size() < 2, () -> alone + " need no exception: " + bound.reason);
    }
  }

  @Test
  @DisplayName("break two and three rules at once")
  void combinations() {
    assertTrue(named(broken -> faults(broken) == 2).size() >= 6, "too few of two faults");
    assertTrue(named(broken -> faults(broken) == 3).size() >= 4, "too few of three faults");
  }

  @Test
  @DisplayName("end in every way that a submission can end, and some race")
  void ends() {
    Set<Outcome> outcomes = new HashSet<>();
    expected.values().forEach(e -> outcomes.add(e.outcome()));
    assertEquals(Set.of(Outcome.GRADED, Outcome.BUILD_FAILED, Outcome.LIMIT_EXCEEDED), outcomes);
    long races = expected.values().stream().filter(e -> e.bug().isPresent()).count();
    assertTrue(races >= 24, "too few races: " + races);
  }

  @Test
  @DisplayName("are called right if and only if they earn all points, and racy if the schedule decides")
  void names() {
    expected.forEach(
        (name, e) -> {
          boolean racy = e.bug().filter(Expected.Bug::timely).isPresent();
          boolean right = e.score().least() == spec.maxScore() && broken(e).isEmpty();
          assertEquals(
              racy ? "racy" : right ? "right" : "wrong", name.substring(0, name.indexOf('-')), name);
        });
  }

  private boolean isAlone(String rule, Set<String> broken) {
    return broken.equals(Set.of(rule))
        || (broken.contains(rule)
            && broken.size() == 2
            && BOUND.stream()
                .filter(bound -> bound.rule.equals(rule))
                .anyMatch(bound -> broken.stream().anyMatch(bound.others::contains)));
  }

  /** How many rules are broken, those that must break with another left out. */
  private static int faults(Set<String> broken) {
    return (int) broken.stream()
        .filter(
            rule -> BOUND.stream()
                .noneMatch(b -> broken.contains(b.rule) && b.others.contains(rule)))
        .count();
  }

  private Set<String> named(Predicate<Set<String>> which) {
    return expected.entrySet().stream()
        .filter(entry -> entry.getValue().outcome() == Outcome.GRADED && which.test(broken(entry.getValue())))
        .map(Map.Entry::getKey)
        .collect(toCollection(TreeSet::new));
  }

  private Set<String> broken(Expected fixture) {
    return spec.rules().stream()
        .map(Spec.Rule::id)
        .filter(id -> !fixture.verdicts(id).equals(Set.of(Verdict.PASS)))
        .collect(toCollection(TreeSet::new));
  }
}
