package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
  private static final Path TOP = Path.of("../..");
  private static final Path GRADING = TOP.resolve("grading.yml");
  private static final Path SUBMISSIONS = TOP.resolve("fixtures/registro-distribuito/submissions");
  private static final int GRADINGS = Integer.getInteger("soak.gradings", 20);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** One more than there are processors: a program that only ends by a limit mostly waits for it. */
  private static final int WORKERS = PROCESSORS + 1;

  private final List<Process> load = new ArrayList<>();
  private final BlockingQueue<LocalSandbox> sandboxes = new LinkedBlockingQueue<>();
  private final ExecutorService executor = Executors.newFixedThreadPool(WORKERS);

  @BeforeAll
  void open() throws Exception {
    for (int i = 0; i < WORKERS; i++) {
      sandboxes.add(LocalSandbox.open(Home.find()));
    }
    for (int i = 0; i < PROCESSORS; i++) {
      load.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
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
  Stream<DynamicTest> always() throws Exception {
    Spec spec = SpecLoader.load(GRADING);
    Scorer scorer = Scorer.of(spec, GRADING);
    List<DynamicTest> tests = new ArrayList<>();
    for (Path fixture : all()) {
      Future<List<Result.Submission>> results = executor.submit(() -> grade(fixture, spec, scorer));
      tests.add(
          dynamicTest(fixture.getFileName().toString(), () -> check(fixture, spec, results.get())));
    }
    return tests.stream();
  }

  private List<Result.Submission> grade(Path fixture, Spec spec, Scorer scorer)
      throws InterruptedException {
    LocalSandbox sandbox = sandboxes.take();
    try {
      return new Grader(spec, scorer, sandbox)
          .grade(fixture.getFileName().toString(), fixture, GRADINGS, Progress.NONE);
    } finally {
      sandboxes.add(sandbox);
    }
  }

  private static void check(Path fixture, Spec spec, List<Result.Submission> results)
      throws Exception {
    Expected expected = Expected.load(fixture.resolve("expected.yml"), spec);
    Chance chance = Chance.in(fixture);
    JsonNode first = chance.without(results.getFirst());
    Set<String> unexpected = new TreeSet<>();
    Set<String> unsteady = new TreeSet<>();
    for (Result.Submission result : results) {
      unexpected.addAll(expected.differences(result, spec));
      differences("", first, chance.without(result), unsteady);
    }
    assertEquals(Set.of(), unexpected);
    assertEquals(Set.of(), unsteady, "results differ between gradings");
    assertEquals(GRADINGS, results.size());
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
        case KEYS -> tree.findParents("text").forEach(evidence -> ((ObjectNode) evidence).remove("text"));
        case NUMBERS -> {
          ((ObjectNode) tree).remove("runs");
          tree.findParents("evidence").forEach(rule -> ((ObjectNode) rule).remove("evidence"));
          tree.findParents("brokenIn").forEach(instance -> ((ObjectNode) instance).remove("brokenIn"));
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

  private static List<Path> all() throws IOException {
    try (Stream<Path> directories = Files.list(SUBMISSIONS)) {
      return directories.filter(Files::isDirectory).sorted().toList();
    }
  }
}
