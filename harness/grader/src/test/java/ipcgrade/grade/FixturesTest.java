package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.report.json.JsonReport;
import ipcgrade.score.Result;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All assignments under fixtures/, tested as {@code ipcgrade spec test} tests them. */
@DisplayName("Fixtures")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FixturesTest {
  private static final Path TOP = Path.of("../..");
  private static final Path FIXTURES = TOP.resolve("fixtures");
  private static final Path REGISTRO = FIXTURES.resolve("registro-distribuito");

  /** An assignment, ready to grade. */
  private record Assignment(String name, Spec spec, Scorer scorer, Fixtures fixtures) {}

  @TestFactory
  @Tag("kernel")
  @DisplayName("get the verdicts that they expect")
  Stream<DynamicContainer> fixtures() throws Exception {
    return assignments().stream()
        .map(
            assignment -> dynamicContainer(
                assignment.name,
                assignment.fixtures.all().stream()
                    .map(
                        fixture -> dynamicTest(
                            fixture.submission().name(), () -> check(assignment, fixture)))));
  }

  @Test
  @DisplayName("are of several assignments, and leave no rule untested")
  void coverage() throws Exception {
    List<Assignment> assignments = assignments();
    assertTrue(assignments.size() >= 2, "fewer assignments than there were");
    for (Assignment assignment : assignments) {
      assertEquals(List.of(), ids(assignment.fixtures.unbroken()), assignment.name);
      assertEquals(List.of(), ids(assignment.fixtures.unpassed()), assignment.name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registro-distribuito", "client-server-one-queue", "client-server-queue-each"})
  @Tag("kernel")
  @DisplayName("have a reference that earns full marks")
  void reference(String name) throws Exception {
    Assignment assignment = assignment(FIXTURES.resolve(name));
    Result.Submission result =
        grade(assignment, Submissions.one(TOP.resolve("reference/target").resolve(name)));
    assertEquals(assignment.spec.maxScore(), result.score(), () -> "lost points: " + result);
  }

  @Test
  @Tag("kernel")
  @DisplayName("results are what the published schema says")
  void schema(@TempDir Path directory) throws Exception {
    Assignment registro = assignment(REGISTRO);
    Path file = directory.resolve("result.json");
    Result.Submission graded =
        grade(registro, Submissions.one(REGISTRO.resolve("submissions/wrong-deadlock")));
    Result result = Result.of(registro.spec, List.of(graded));
    JsonReport.write(result, file);
    assertEquals(result, JsonReport.read(file));
  }

  private void check(Assignment assignment, Fixture fixture) throws Exception {
    assertTrue(fixture.expected().isPresent(), "it has no expected.yml");
    List<Result.Submission> grading = List.of(grade(assignment, fixture.submission()));
    Rehearsal rehearsal = Rehearsal.of(fixture, grading, assignment.spec);
    assertEquals(List.of(), rehearsal.differences().stream().map(Differences::line).toList());
  }

  private static Result.Submission grade(Assignment assignment, Submissions.Entry submission)
      throws Exception {
    return GradedHere.graded(submission, assignment.spec, assignment.scorer).result();
  }

  private List<Assignment> assignments() throws Exception {
    List<Assignment> assignments = new ArrayList<>();
    for (Path directory : Fixtures.assignments(FIXTURES)) {
      assignments.add(assignment(directory));
    }
    return assignments;
  }

  private Assignment assignment(Path directory) throws Exception {
    Path file = SpecFile.find(directory, Optional.empty()).orElseThrow();
    Spec spec = SpecLoader.load(file);
    return new Assignment(
        directory.getFileName().toString(), spec, Scorer.of(spec, file), Fixtures.in(directory, spec));
  }

  private static List<String> ids(List<Spec.Rule> rules) {
    return rules.stream().map(Spec.Rule::id).toList();
  }
}
