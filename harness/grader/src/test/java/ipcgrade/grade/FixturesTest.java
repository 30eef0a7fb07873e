package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.report.json.JsonReport;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Registro distribuito")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FixturesTest {
  private static final Path TOP = Path.of("../..");
  private static final Path GRADING = TOP.resolve("grading.yml");
  private static final Path SUBMISSIONS = TOP.resolve("fixtures/registro-distribuito/submissions");

  private Spec spec;
  private LocalSandbox sandbox;
  private Grader grader;

  @BeforeAll
  void open() throws Exception {
    spec = SpecLoader.load(GRADING);
    sandbox = LocalSandbox.open(Home.find());
    grader = new Grader(spec, Scorer.of(spec, GRADING), sandbox);
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  @TestFactory
  @Tag("kernel")
  @DisplayName("fixtures get the verdicts that they expect")
  Stream<DynamicTest> fixtures() throws IOException {
    List<Path> fixtures = all();
    assertTrue(fixtures.size() >= 21, "fewer fixtures than there were: " + fixtures);
    return fixtures.stream()
        .map(fixture -> dynamicTest(fixture.getFileName().toString(), () -> check(fixture)));
  }

  @Test
  @Tag("kernel")
  @DisplayName("the reference earns full marks")
  void reference() throws Exception {
    Result.Submission result = grade(TOP.resolve("reference/target/registro-distribuito"));
    assertEquals(spec.maxScore(), result.score(), () -> "lost points: " + result);
  }

  @Test
  @Tag("kernel")
  @DisplayName("results are what the published schema says")
  void schema(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("result.json");
    Result result = Result.of(spec.id(), List.of(grade(SUBMISSIONS.resolve("wrong-deadlock"))));
    JsonReport.write(result, file);
    assertEquals(result, JsonReport.read(file));
  }

  private void check(Path fixture) throws Exception {
    Expected expected = Expected.load(fixture.resolve("expected.yml"), spec);
    List<String> differences = new ArrayList<>(expected.differences(grade(fixture), spec));
    assertEquals(List.of(), differences);
  }

  private Result.Submission grade(Path submission) throws InterruptedException {
    return grader.grade(submission.getFileName().toString(), submission, Progress.NONE);
  }

  private static List<Path> all() throws IOException {
    try (Stream<Path> directories = Files.list(SUBMISSIONS)) {
      return directories.filter(Files::isDirectory).sorted().toList();
    }
  }
}
