package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.report.Golden;
import ipcgrade.report.console.CheckReport;
import ipcgrade.report.console.WhyReport;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.docker.Docker;
import ipcgrade.sandbox.docker.Engines;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.store.ResultJson;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import ipcgrade.wording.Words;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Grades the programs of fixtures/hostile, which attack the harness, on each sandbox: docs/security.md. How
 * many times is {@code -Dhostile.times=5}, which ones {@code -Dhostile.only=REGEX}.
 */
@Tag("kernel")
@DisplayName("Hostile programs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTest {
  private static final String ONLY = System.getProperty("hostile.only", ".*");
  private static final String TEMPORARY = "java.io.tmpdir";

  private final String temporary = System.getProperty(TEMPORARY);
  private final List<Trial> trials = new ArrayList<>();
  private Surrounded surrounded;
  private String queue;
  private Spec spec;
  private Scorer scorer;
  private Docker docker;

  /** How often each is graded. */
  int times() {
    return Integer.getInteger("hostile.times", 1);
  }

  /** Opens a sandbox. */
  @FunctionalInterface
  private interface Opening {
    Sandbox open() throws Exception;
  }

  @BeforeAll
  void surround(@TempDir Path directory) throws Exception {
    docker = Engines.ready();
    surrounded = Surrounded.in(directory, Path.of("../../fixtures/hostile"));
    queue = surrounded.queue();
    Path file = surrounded.submissions().resolve("grading.yml");
    spec = SpecLoader.load(file);
    scorer = Scorer.of(spec, file);
    System.setProperty(TEMPORARY, surrounded.mark().toString());
  }

  @AfterAll
  void close() throws Exception {
    trials.forEach(trial -> trial.sandbox.close());
    System.setProperty(TEMPORARY, temporary);
    surrounded.remove();
  }

  @TestFactory
  @DisplayName("fare as expected, and leave nothing behind")
  Stream<DynamicContainer> sandboxes() throws Exception {
    return Stream.of(sandbox("local", () -> LocalSandbox.open(Home.find())), sandbox("docker", docker::open));
  }

  /** In this order: what is left can be told only at the end. */
  private DynamicContainer sandbox(String name, Opening opening) throws Exception {
    Machine before = Machine.now(surrounded.mark());
    Trial trial = new Trial(new Watched(opening.open()));
    trials.add(trial);
    List<DynamicTest> tests = new ArrayList<>();
    for (Fixture fixture : Fixtures.in(surrounded.submissions(), spec).all()) {
      if (fixture.submission().name().matches(ONLY) && fixture.expected().isPresent()) {
        for (int i = 0; i < times(); i++) {
          tests.add(dynamicTest(fixture.submission().name(), () -> trial.check(fixture)));
        }
      }
    }
    assertTrue(tests.size() >= 40 || !ONLY.equals(".*"), "only " + tests.size() + " programs");
    tests.add(dynamicTest("and nothing is left", () -> {
      trial.sandbox.close();
      assertEquals(List.of(), surrounded.left(before, _ -> true), "left on the machine");
      if (name.equals("docker")) {
        assertEquals(List.of(), containers(), "containers left");
      }
      assertEquals(queue, surrounded.queue(), "the machine's own queue");
    }));
    return dynamicContainer(name, tests);
  }

  /** Those that are left when all that were told to end had time for it. */
  private List<String> containers() throws Exception {
    List<String> left = Engines.containers(docker);
    for (int i = 0; !left.isEmpty() && i < 100; i++) {
      Thread.sleep(100);
      left = Engines.containers(docker);
    }
    return left;
  }

  /** One sandbox, and the programs graded in it. */
  private final class Trial {
    private final Watched sandbox;
    private final Grader grader;

    Trial(Watched sandbox) {
      this.sandbox = sandbox;
      grader = new Grader(spec, scorer, sandbox);
    }

    void check(Fixture fixture) throws Exception {
      Machine before = Machine.now(surrounded.mark());
      sandbox.forget();
      Result.Submission graded =
          grader.grade(fixture.submission().name(), fixture.submission().path(), Progress.NONE);
      Rehearsal rehearsal = Rehearsal.of(fixture, List.of(graded), spec);
      String json = json(graded);
      List<String> shown = shown(graded);
      assertAll(
          () -> assertEquals(List.of(), rehearsal.differences().stream().map(Differences::line).toList()),
          () -> assertEquals(List.of(), tooLong(), "runs of more than twice the limit"),
          () -> assertEquals(List.of(), surrounded.left(before, this::lasts), "left on the machine"),
          () -> assertEquals(
              List.of(),
              found(Stream.of(shown.stream(), Stream.of(json), sandbox.told()).flatMap(Function.identity())),
              "secrets found"),
          () -> assertTrue(json.codePoints().noneMatch(HostileTest::obeyed), json),
          () -> shown
              .forEach(report -> assertTrue(report.codePoints().noneMatch(HostileTest::obeyed), report)));
      if (fixture.submission().name().equals("look-secrets")) {
        assertTrue(sandbox.told().anyMatch(told -> told.contains(hex("canary-of-its-own"))),
            "it looks for nothing");
      }
    }

    /**
     * Not what a sandbox keeps between submissions: its agent, which may be another one, the container that stands
     * ready, and its files.
     */
    private boolean lasts(String left) {
      return !left.contains("ipcgrade.tracer.Agent")
          && standby().noneMatch(pid -> left.startsWith("process " + pid + " "))
          && !left.startsWith("namespace ")
          && !left.startsWith("file " + surrounded.mark());
    }

    private List<Duration> tooLong() {
      Duration most = Duration.ofMillis(2 * spec.run().limits().run().wallMillis());
      return sandbox.runs.stream().filter(run -> run.compareTo(most) > 0).toList();
    }
  }

  /** The last container that the local sandbox's agent made: bubblewrap, the first process inside, its shell. */
  private static Stream<Long> standby() {
    List<Long> pids = new ArrayList<>();
    Optional<ProcessHandle> each =
        ProcessHandle.current().descendants()
            .filter(process -> process.info().command().orElse("").endsWith("agent/bin/java"))
            .findFirst();
    for (int depth = 0; depth < 3 && each.isPresent(); depth++) {
      each = each.get().children()
          .filter(process -> process.info().command().orElse("").matches(".*/(bwrap|sh|dash|bash)"))
          .max(Comparator.comparing(process -> process.info().startInstant().orElse(Instant.MIN)));
      each.map(ProcessHandle::pid).ifPresent(pids::add);
    }
    return pids.stream();
  }

  /** What terminals obey: control characters, and the marks that turn the direction of a text. */
  private static boolean obeyed(int c) {
    return (Character.isISOControl(c) && c != '\n') || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** The secrets in some texts, as they are or in the hexadecimal digits of a payload. */
  private List<String> found(Stream<String> texts) {
    String all = texts.collect(Collectors.joining("\n"));
    return surrounded.secrets().stream().filter(each -> all.contains(each) || all.contains(hex(each)))
        .toList();
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private String json(Result.Submission graded) throws Exception {
    StringWriter writer = new StringWriter();
    ResultJson.write(Result.of(spec, List.of(graded)), writer);
    return writer.toString();
  }

  private List<String> shown(Result.Submission graded) {
    return Stream.of("en", "it").map(Words::in).map(
        words -> Golden.printed(
            StandardCharsets.UTF_8,
            false,
            screen -> {
              new CheckReport(screen, words, spec, graded.name()).print(graded, true);
              new WhyReport(screen, words).print(graded);
            }))
        .toList();
  }

  /** A sandbox of which we see what it gives and how long its runs take, all that belongs to them included. */
  private static final class Watched implements Sandbox {
    final List<Duration> runs = new ArrayList<>();
    private final List<Trace> traces = new ArrayList<>();
    private final Sandbox sandbox;

    Watched(Sandbox sandbox) {
      this.sandbox = sandbox;
    }

    void forget() {
      runs.clear();
      traces.clear();
    }

    /** The events of all runs, as lines. */
    Stream<String> told() {
      return traces.stream().flatMap(trace -> trace.events().stream()).map(TraceFormat::line);
    }

    @Override
    public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
      return sandbox.build(submission, spec);
    }

    @Override
    public Trace run(Program program, Spec spec, Schedule schedule)
        throws SandboxException, InterruptedException {
      long start = System.nanoTime();
      try {
        Trace trace = sandbox.run(program, spec, schedule);
        traces.add(trace);
        return trace;
      } finally {
        runs.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }

    @Override
    public void close() {
      sandbox.close();
    }
  }
}
