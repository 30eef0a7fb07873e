package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * An assignment under fixtures/, ready to grade. Tests of all fixtures are of those that {@code -Dfixtures.only=REGEX}
 * names, where it is given.
 */
public record FixtureAssignment(String name, Spec spec, Scorer scorer, Fixtures fixtures) {
  private static final Path FIXTURES = Path.of("../../fixtures");
  private static final String ONLY = System.getProperty("fixtures.only", ".*");

  /** What is asked of a fixture. */
  @FunctionalInterface
  public interface Check {
    /** Throws where the fixture does not do as it should. */
    void check(FixtureAssignment of, Fixture fixture) throws Exception;
  }

  /** All of them, by name. */
  public static List<FixtureAssignment> all() throws Exception {
    List<FixtureAssignment> all = new ArrayList<>();
    for (Path directory : Fixtures.assignments(FIXTURES)) {
      all.add(in(directory));
    }
    return all;
  }

  /** The one of that name. */
  static FixtureAssignment named(String name) throws Exception {
    return in(FIXTURES.resolve(name));
  }

  private static FixtureAssignment in(Path directory) throws Exception {
    Path file = SpecFile.find(directory, Optional.empty()).orElseThrow();
    Spec spec = SpecLoader.load(file);
    return new FixtureAssignment(
        directory.getFileName().toString(), spec, Scorer.of(spec, file), Fixtures.in(directory, spec));
  }

  /** A test for each fixture of all assignments. */
  public static List<DynamicContainer> tests(Check check) throws Exception {
    return tests((_, _) -> true, check);
  }

  /** A test for each fixture of a kind, of all assignments. */
  public static List<DynamicContainer> tests(BiPredicate<FixtureAssignment, Fixture> kind, Check check)
      throws Exception {
    List<DynamicContainer> all = new ArrayList<>();
    for (FixtureAssignment assignment : all()) {
      List<DynamicTest> tests =
          assignment.fixtures.all().stream()
              .filter(fixture -> fixture.submission().name().matches(ONLY) && kind.test(assignment, fixture))
              .map(
                  fixture -> dynamicTest(
                      fixture.submission().name(), () -> check.check(assignment, fixture)))
              .toList();
      if (!tests.isEmpty()) {
        all.add(dynamicContainer(assignment.name, tests));
      }
    }
    assertFalse(all.isEmpty(), "no fixture of this kind is called " + ONLY);
    return all;
  }
}
