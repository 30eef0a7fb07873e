package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grades each fixture many times, while all processors are kept busy by something else: luck and load must
 * change nothing in a result. How many times is {@code -Dsoak.gradings=50}.
 */
@Tag("soak")
@DisplayName("Under load")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoakTest {
  private static final int GRADINGS = Integer.getInteger("soak.gradings", 20);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** So many that they get most of the processors' time, with as many others spinning as there are processors. */
  private static final int WORKERS = 3 * PROCESSORS;

  /** Uses a processor until process $1 is gone, so that it does not outlive even a test that is killed. */
  private static final String SPIN =
      "while kill -0 $1 2>/dev/null; do i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; done";

  private final List<Process> load = new ArrayList<>();
  private final BlockingQueue<LocalSandbox> sandboxes = new LinkedBlockingQueue<>();
  private final ExecutorService executor = Executors.newFixedThreadPool(WORKERS);

  @BeforeAll
  void open() throws Exception {
    for (int i = 0; i < WORKERS; i++) {
      sandboxes.add(LocalSandbox.open(Home.find()));
    }
    long self = ProcessHandle.current().pid();
    for (int i = 0; i < PROCESSORS; i++) {
      load.add(new ProcessBuilder("sh", "-c", SPIN, "load", String.valueOf(self)).start());
    }
  }

  @AfterAll
  void close() {
    executor.shutdownNow();
    load.forEach(Process::destroyForcibly);
    sandboxes.forEach(LocalSandbox::close);
  }

  @TestFactory
  @DisplayName("fixtures get the same result every time")
  Stream<DynamicContainer> always() throws Exception {
    List<DynamicContainer> containers = new ArrayList<>();
    for (FixtureAssignment assignment : FixtureAssignment.all()) {
      Spec spec = assignment.spec();
      List<DynamicTest> tests = new ArrayList<>();
      for (Fixture fixture : assignment.fixtures().all()) {
        Future<List<Result.Submission>> gradings =
            executor.submit(() -> grade(fixture.submission(), spec, assignment.scorer()));
        tests.add(
            dynamicTest(fixture.submission().name(), () -> check(fixture, spec, gradings.get())));
      }
      containers.add(dynamicContainer(assignment.name(), tests));
    }
    return containers.stream();
  }

  private List<Result.Submission> grade(Submissions.Entry submission, Spec spec, Scorer scorer)
      throws InterruptedException {
    LocalSandbox sandbox = sandboxes.take();
    try {
      return new Grader(spec, scorer, sandbox)
          .grade(submission.name(), submission.path(), GRADINGS, Progress.NONE);
    } finally {
      sandboxes.add(sandbox);
    }
  }

  private static void check(Fixture fixture, Spec spec, List<Result.Submission> gradings)
      throws IOException {
    Rehearsal rehearsal = Rehearsal.of(fixture, gradings, spec);
    assertEquals(List.of(), rehearsal.differences().stream().map(Differences::line).toList());
    assertEquals(List.of(), rehearsal.unsteady());
    assertEquals(GRADINGS, gradings.size());
    if (gradings.stream().anyMatch(grading -> grading.message().contains("wall"))) {
      return; // how far a program comes in ten seconds is up to the load
    }
    Chance chance = Chance.in(fixture.submission().path());
    JsonNode first = chance.without(gradings.getFirst());
    Set<String> different = new TreeSet<>();
    gradings.forEach(grading -> differences("", first, chance.without(grading), different));
    assertEquals(Set.of(), different, "what is not the same in all gradings");
  }

  /** What a program takes from outside the harness, which may change what evidence shows, but no verdict. */
  private enum Chance {
    NONE,
    /** Keys of ftok(3), made of the number of a file. */
    KEYS,
    /** Random numbers of the kernel. */
    NUMBERS;

    static Chance in(Path fixture) throws IOException {
      Chance chance = NONE;
      try (Stream<Path> files = Files.walk(fixture)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String text = Files.readString(file);
          if (text.contains("/dev/urandom") || text.contains("random_device")) {
            return NUMBERS;
          }
          chance = text.contains("ftok(") ? KEYS : chance;
        }
      }
      return chance;
    }

    /** The whole result as result.json has it, but for what chance changes. */
    JsonNode without(Result.Submission result) {
      JsonNode tree = JSON.valueToTree(result);
      switch (this) {
        case NONE -> {}
        case KEYS -> {
          tree.findParents("text").forEach(evidence -> ((ObjectNode) evidence).remove("text"));
          tree.findParents("what").forEach(advice -> ((ObjectNode) advice).remove("what"));
        }
        case NUMBERS -> {
          ((ObjectNode) tree).remove("runs");
          tree.findParents("evidence").forEach(rule -> ((ObjectNode) rule).remove("evidence"));
          tree.findParents("brokenIn").forEach(instance -> ((ObjectNode) instance).remove("brokenIn"));
          tree.findParents("seen").forEach(instance -> ((ObjectNode) instance).remove("seen"));
        }
      }
      return tree;
    }
  }

  private static void differences(String at, JsonNode one, JsonNode other, Set<String> found) {
    if (one.isContainer() && one.getNodeType() == other.getNodeType() && one.size() == other.size()) {
      if (one.isObject()) {
        one.propertyNames().forEach(
            name -> differences(at + "/" + name, one.get(name), other.path(name), found));
      } else {
        for (int i = 0; i < one.size(); i++) {
          differences(at + "/" + i, one.get(i), other.get(i), found);
        }
      }
    } else if (!one.equals(other)) {
      found.add(at + ": " + one + ", and then " + other);
    }
  }
}
