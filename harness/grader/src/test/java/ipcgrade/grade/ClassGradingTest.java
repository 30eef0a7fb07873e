package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.ClassGrading.Again;
import ipcgrade.grade.Submissions.Entry;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Student;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.store.Fingerprint;
import ipcgrade.store.Head;
import ipcgrade.store.Store;
import ipcgrade.store.StoreWriter;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a sandbox in which every build fails and says what it read. */
class ClassGradingTest {
  private static final Path FILE = Path.of("../../grading.yml");

  @TempDir
  private Path top = Path.of("");

  private final List<String> built = Collections.synchronizedList(new ArrayList<>());
  private final Told told = new Told();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  @DisplayName("nothing that is known is graded again, and a batch that goes on ends as one that was not stopped")
  void resume(int jobs) throws Exception {
    List<Entry> all = List.of(entry("a", "A"), entry("b", "B"), entry("c", "C"), entry("d", "D"));
    grade(all.subList(0, 2), jobs, fingerprint());
    Map<String, Result.Submission> first = results();
    built.clear();
    grade(all, jobs, fingerprint());
    assertEquals(List.of("C", "D"), sorted(built));
    assertEquals(Map.of(), told.again);
    Map<String, Result.Submission> both = results();
    assertEquals(first.get("a"), both.get("a"));
    assertEquals(List.of("a", "b", "c", "d"), List.copyOf(both.keySet()));
    built.clear();
    grade(all, jobs, fingerprint());
    assertEquals(List.of(), built);
    assertEquals(both, results());
  }

  @Test
  @DisplayName("a submission with other sources is graded again, and so is all under another spec; it is said why")
  void again() throws Exception {
    List<Entry> all = List.of(entry("a", "A"), entry("b", "B"));
    grade(all, 2, fingerprint());
    built.clear();
    entry("b", "B2");
    grade(all, 2, fingerprint());
    assertEquals(List.of("B2"), built);
    assertEquals(Map.of("b", Again.SOURCES), told.again);
    built.clear();
    told.again.clear();
    grade(all, 2, Fingerprint.of(spec(), "another seed"));
    assertEquals(List.of("A", "B2"), sorted(built));
    assertEquals(Map.of("a", Again.SPEC, "b", Again.SPEC), told.again);
    assertTrue(result("b").message().contains("B2"));
  }

  @Test
  @DisplayName("times, owners and what git keeps are no reason to grade again; a directory's name is one of its own")
  void sameContent() throws Exception {
    List<Entry> all = List.of(entry("a", "A"));
    grade(all, 1, fingerprint());
    built.clear();
    Files.setLastModifiedTime(
        top.resolve("in/a/main.c"), FileTime.fromMillis(1_000_000));
    Files.createDirectories(top.resolve("in/a/.git"));
    Files.writeString(top.resolve("in/a/.git/index"), "x");
    grade(all, 1, fingerprint());
    assertEquals(List.of(), built);
    Files.writeString(top.resolve("in/a/Makefile"), "all:\n");
    grade(all, 1, fingerprint());
    assertEquals(List.of("A"), built);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @DisplayName("of identical submissions one is graded; each has the result under its own name and student")
  void identical(int jobs) throws Exception {
    Student anna = new Student("1", "Anna", "");
    Student bruno = new Student("2", "Bruno", "");
    List<Entry> all =
        List.of(owned(entry("a", "A"), anna), owned(entry("b", "A"), bruno), entry("c", "C"),
            entry("d", "A"));
    grade(all, jobs, fingerprint());
    assertEquals(List.of("A", "C"), sorted(built));
    Map<String, Result.Submission> results = results();
    assertEquals(result("a").of("b", bruno), results.get("b"));
    assertEquals(anna, result("a").student());
    assertEquals(2, told.same.size());
    // and one that comes later
    grade(List.of(entry("e", "A")), jobs, fingerprint());
    assertEquals(2, built.size());
    assertEquals(result("a").of("e", null), results().get("e"));
  }

  @Test
  @DisplayName("one that waits for its twin, which the harness then fails on, is graded by itself")
  void twinFails() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    gates.put("twin", gate);
    List<Entry> all = List.of(entry("a", "twin"), entry("b", "twin"), entry("c", "C"));
    told.atDone = name -> {
      if (name.equals("c")) {
        gate.countDown();
      }
    };
    grade(all, 2, fingerprint());
    boolean first = result("a").outcome() == Outcome.INFRASTRUCTURE; // two workers: either may come first
    String unlucky = first ? "a" : "b";
    assertEquals(Outcome.INFRASTRUCTURE, result(unlucky).outcome());
    assertEquals(Outcome.BUILD_FAILED, result(first ? "b" : "a").outcome());
    assertEquals(List.of("C", "twin", "twin"), sorted(built));
    grade(all, 2, fingerprint());
    assertEquals(Map.of(unlucky, Again.INFRASTRUCTURE), told.again);
    assertEquals(Outcome.BUILD_FAILED, result(unlucky).outcome());
  }

  @Test
  @DisplayName("a result that cannot be read is found out again")
  void damaged() throws Exception {
    List<Entry> all = List.of(entry("a", "A"), entry("b", "B"));
    grade(all, 1, fingerprint());
    built.clear();
    Files.writeString(top.resolve("out/submissions/a/result.json"), "{");
    grade(all, 1, fingerprint());
    assertEquals(List.of("A"), built);
    assertEquals(Map.of("a", Again.DAMAGED), told.again);
  }

  @Test
  @DisplayName("another class list changes whose a result is, and nothing is graded for it")
  void renamed() throws Exception {
    Entry entry = entry("a", "A");
    grade(List.of(entry), 1, fingerprint());
    Student anna = new Student("1", "Anna", "anna@example.org");
    grade(List.of(owned(entry, anna)), 1, fingerprint());
    assertEquals(anna, result("a").student());
    assertEquals(List.of("A"), built);
    grade(List.of(entry), 1, fingerprint());
    assertEquals(anna, result("a").student());
  }

  @Test
  @DisplayName("since an earlier grading: only what is new or has changed")
  void since() throws Exception {
    List<Entry> all = List.of(entry("a", "A"), entry("b", "B"));
    grade(all, 1, fingerprint());
    Store earlier = Store.open(top.resolve("out"));
    entry("b", "B2");
    built.clear();
    try (StoreWriter writer = writer("later", all)) {
      grading(Keeper.in(writer, true), fingerprint(), true, Optional.of(earlier))
          .grade(List.of(all.get(0), all.get(1), entry("c", "C")), 1);
    }
    assertEquals(List.of("B2", "C"), sorted(built));
    assertEquals(List.of("b", "c"), Store.open(top.resolve("later")).submissions());
  }

  @Test
  @DisplayName("an interruption keeps what is done; the rest is done next time")
  void interrupted() throws Exception {
    gates.put("forever", new CountDownLatch(1));
    List<Entry> all = List.of(entry("a", "A"), entry("b", "forever"), entry("c", "C"));
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    grade(all, 1, fingerprint());
                  } catch (Exception e) {
                    told.unchanged("stopped: " + e.getClass().getSimpleName());
                  }
                });
    while (!built.contains("forever")) {
      Thread.sleep(10);
    }
    caller.interrupt();
    caller.join();
    assertEquals(List.of("stopped: InterruptedException"), told.unchanged);
    assertEquals(List.of("a"), List.copyOf(results().keySet()));
    assertEquals(List.of("b", "c"), Store.open(top.resolve("out")).missing());
    gates.clear();
    built.clear();
    grade(all, 1, fingerprint());
    assertEquals(List.of("C", "forever"), sorted(built));
    assertFalse(Files.exists(top.resolve("out/submissions/.staging")));
  }

  private void grade(List<Entry> submissions, int jobs, Fingerprint fingerprint) throws Exception {
    try (StoreWriter writer = writer("out", submissions)) {
      grading(Keeper.in(writer, true), fingerprint, true, Optional.empty()).grade(submissions, jobs);
    }
  }

  private StoreWriter writer(String name, List<Entry> submissions) throws Exception {
    List<String> names = submissions.stream().map(Entry::name).toList();
    return StoreWriter.open(top.resolve(name), Head.of(spec().id(), 1, 1, names), spec(), FILE);
  }

  private ClassGrading grading(
      Keeper keeper, Fingerprint fingerprint, boolean resume, Optional<Store> since) throws Exception {
    Batch batch = new Batch(spec(), Scorer.of(spec(), FILE), () -> new Reading());
    return new ClassGrading(batch, keeper, fingerprint, resume, since, told);
  }

  private Map<String, Result.Submission> results() throws IOException {
    Store store = Store.open(top.resolve("out"));
    Map<String, Result.Submission> results = new TreeMap<>();
    for (String name : store.submissions()) {
      results.put(name, store.result(name));
    }
    return results;
  }

  private Result.Submission result(String name) throws IOException {
    return Store.open(top.resolve("out")).result(name);
  }

  private Entry entry(String name, String text) throws IOException {
    Path directory = Files.createDirectories(top.resolve("in").resolve(name));
    Files.writeString(directory.resolve("main.c"), text);
    return new Entry(name, directory);
  }

  private static Entry owned(Entry entry, Student student) {
    return new Entry(entry.name(), entry.path(), Optional.of(student));
  }

  private static Spec spec() throws Exception {
    return SpecLoader.load(FILE);
  }

  private static Fingerprint fingerprint() throws Exception {
    return Fingerprint.of(spec());
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  /** Waits at the gate of what it reads, if there is one; the first time it comes through, the harness fails. */
  private final class Reading implements Sandbox {
    @Override
    public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
      String text;
      try {
        text = Files.readString(submission.resolve("main.c"));
      } catch (IOException e) {
        throw new SandboxException("cannot read " + submission, e);
      }
      built.add(text);
      CountDownLatch gate = gates.get(text);
      if (gate != null) {
        gate.await();
        gates.remove(text);
        throw new SandboxException("The agent died.");
      }
      return new Failed("Read: " + text + ".", "");
    }

    @Override
    public Trace run(Program program, Spec spec, Schedule schedule) {
      throw new IllegalStateException("nothing was built");
    }

    @Override
    public void close() {}
  }

  private static final class Told implements ClassGrading.Listener {
    private final Map<String, Again> again = new ConcurrentSkipListMap<>();
    private final Map<String, String> same = new ConcurrentSkipListMap<>();
    private final List<String> unchanged = Collections.synchronizedList(new ArrayList<>());
    private Consumer<String> atDone = _ -> {};

    @Override
    public void at(String submission, Step step, int done, int total) {}

    @Override
    public void again(String name, Again why) {
      again.put(name, why);
    }

    @Override
    public void graded(Result.Submission result) {
      atDone.accept(result.name());
    }

    @Override
    public void same(Result.Submission result, String original) {
      same.put(result.name(), original);
    }

    @Override
    public void kept(Result.Submission result) {}

    @Override
    public void unchanged(String name) {
      unchanged.add(name);
    }
  }
}
