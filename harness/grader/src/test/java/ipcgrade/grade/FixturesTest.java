package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.store.ResultJson;
import java.nio.file.Path;
import java.util.List;
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

  @TestFactory
  @Tag("kernel")
  @DisplayName("get the verdicts that they expect")
  List<DynamicContainer> fixtures() throws Exception {
    return FixtureAssignment.tests(FixturesTest::check);
  }

  @Test
  @DisplayName("are of several assignments, and leave no rule untested")
  void coverage() throws Exception {
    List<FixtureAssignment> assignments = FixtureAssignment.all();
    assertTrue(assignments.size() >= 2, "fewer assignments than there were");
    for (FixtureAssignment assignment : assignments) {
      assertEquals(List.of(), ids(assignment.fixtures().unbroken()), assignment.name());
      assertEquals(List.of(), ids(assignment.fixtures().unpassed()), assignment.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registro-distribuito", "client-server-one-queue", "client-server-queue-each"})
  @Tag("kernel")
  @DisplayName("have a reference that earns full marks")
  void reference(String name) throws Exception {
    FixtureAssignment assignment = FixtureAssignment.named(name);
    Result.Submission result =
        grade(assignment, Submissions.one(TOP.resolve("reference/target").resolve(name)));
    assertEquals(assignment.spec().maxScore(), result.score(), () -> "lost points: " + result);
  }

  @Test
  @Tag("kernel")
  @DisplayName("results are what the published schema says")
  void schema(@TempDir Path directory) throws Exception {
    FixtureAssignment registro = FixtureAssignment.named("registro-distribuito");
    Path file = directory.resolve("result.json");
    Result.Submission graded =
        grade(registro, Submissions.one(REGISTRO.resolve("submissions/wrong-deadlock")));
    Result result = Result.of(registro.spec(), List.of(graded));
    ResultJson.write(result, file);
    assertEquals(result, ResultJson.read(file));
  }

  private static void check(FixtureAssignment assignment, Fixture fixture) throws Exception {
    assertTrue(fixture.expected().isPresent(), "it has no expected.yml");
    List<Result.Submission> grading = List.of(grade(assignment, fixture.submission()));
    Rehearsal rehearsal = Rehearsal.of(fixture, grading, assignment.spec());
    assertEquals(List.of(), rehearsal.differences().stream().map(Differences::line).toList());
  }

  private static Result.Submission grade(FixtureAssignment assignment, Submissions.Entry submission)
      throws Exception {
    return GradedHere.graded(submission, assignment.spec(), assignment.scorer()).result();
  }

  private static List<String> ids(List<Spec.Rule> rules) {
    return rules.stream().map(Spec.Rule::id).toList();
  }
}
