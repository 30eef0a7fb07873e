package ipcgrade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.cli.OtherConsole;
import ipcgrade.score.Result;
import ipcgrade.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a class costs, with hostile submissions in it: {@code ./mvnw verify -P benchmark -Dtest=ClassBenchmarkTest}.
 * How many students is {@code -Dclass.size=300}; the table is also left in target/benchmark-class.txt.
 */
@Tag("benchmark")
@DisplayName("A class")
class ClassBenchmarkTest {
  private static final Path TOP = Path.of("../..");
  private static final int SIZE = Integer.getInteger("class.size", 300);
  private static final int FIRST = Math.min(30, SIZE);

  /** What the grader may hold at a time, bytes. */
  private static final long MEMORY = 512L << 20;

  /** What a hostile submission may do to its own result: its limits depend on the load. */
  private static final String HOSTILE = "hostile";

  @TempDir
  private Path top = Path.of("");

  private final List<String> table = new ArrayList<>();

  @Test
  @DisplayName("costs as much for each of many as of few, goes on where it was killed, and is regraded in seconds")
  void whole() throws Exception {
    Path handedIn = Files.createDirectory(top.resolve("class"));
    Map<String, Path> students =
        GeneratedClass.make(
            GeneratedClass.inC(TOP.resolve("fixtures/registro-distribuito/submissions")),
            GeneratedClass.inC(TOP.resolve("fixtures/hostile")),
            SIZE,
            handedIn);
    Path few = Files.createDirectory(top.resolve("part-of-class"));
    for (String student : students.keySet().stream().limit(FIRST).toList()) {
      Files.createSymbolicLink(few.resolve(student), handedIn.resolve(student));
    }

    double each = grade("few", few, FIRST);
    double eachOfMany = grade("whole", handedIn, SIZE);
    table.add(
        String.format(Locale.ROOT, "%-44s %10.2f", "cost of one of many, of one of few", eachOfMany / each));
    size(top.resolve("whole"));

    kill("killed", handedIn);
    same(students, Store.open(top.resolve("whole")), Store.open(top.resolve("killed")));
    regrade();
    Files.write(Path.of("target/benchmark-class.txt"), table);
    table.forEach(System.out::println);
  }

  /** Grades, and returns the seconds for each. */
  private double grade(String out, Path handedIn, int many) throws Exception {
    long begun = System.nanoTime();
    OtherConsole console = OtherConsole.run(List.of(), List.of(), arguments(out, handedIn));
    double seconds = (System.nanoTime() - begun) / 1e9;
    assertEquals(0, console.code(), console.printed());
    row(many + " submissions, seconds", seconds);
    row("a minute", many / seconds * 60);
    row("peak memory of the grader, MiB", console.mostMemory() / 1048576.0);
    assertTrue(console.mostMemory() < MEMORY, () -> String.join("\n", table));
    return seconds / many;
  }

  /** Grades; half way through it is killed, and begun again. */
  private void kill(String out, Path handedIn) throws Exception {
    List<String> command = new ArrayList<>(OtherConsole.command(List.of()));
    command.addAll(arguments(out, handedIn));
    Path store = top.resolve(out);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(top.resolve("killed.log").toFile())
            .start();
    while (process.isAlive() && (!Store.is(store) || Store.open(store).submissions().size() < SIZE / 2)) {
      Thread.sleep(200);
    }
    assertTrue(process.isAlive(), "it ended before it could be killed");
    process.destroyForcibly().waitFor(); // SIGKILL
    int kept = Store.open(store).submissions().size();
    OtherConsole console = OtherConsole.run(List.of(), List.of(), arguments(out, handedIn));
    assertEquals(0, console.code(), console.printed());
    assertTrue(console.printed().contains(kept + " submissions had their results already"),
        console.printed());
    row("graded when it was killed", kept);
  }

  private void same(Map<String, Path> students, Store one, Store other) throws IOException {
    assertEquals(new TreeSet<>(students.keySet()), new TreeSet<>(other.submissions()));
    List<String> different = new ArrayList<>();
    for (Map.Entry<String, Path> student : students.entrySet()) {
      Result.Submission first = one.result(student.getKey());
      Result.Submission second = other.result(student.getKey());
      boolean hostile = student.getValue().toString().contains(HOSTILE);
      if (hostile ? first.outcome() != second.outcome() : !first.equals(second)) {
        different.add(student.getKey() + " of " + student.getValue());
      }
    }
    assertEquals(List.of(), different);
  }

  private void regrade() throws Exception {
    Path changed =
        Files.writeString(
            top.resolve("changed.yml"),
            Files.readString(TOP.resolve("grading.yml"))
                .replaceFirst("points: 30", "points: 31")
                .replaceFirst("(id: selective-receive\\s+points: )2", "$13"));
    long begun = System.nanoTime();
    OtherConsole console =
        OtherConsole.run(
            List.of(),
            List.of(),
            List.of("regrade", "--apply", "--spec", changed.toString(), top.resolve("whole").toString()));
    double seconds = (System.nanoTime() - begun) / 1e9;
    assertEquals(0, console.code(), console.printed());
    row("regraded, seconds", seconds);
    row("peak memory, MiB", console.mostMemory() / 1048576.0);
  }

  private void size(Path store) throws IOException {
    long all = 0;
    long traces = 0;
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all += Files.size(file);
        traces += file.endsWith("traces.jsonl.xz") ? Files.size(file) : 0;
      }
    }
    long runs = 0;
    Store whole = Store.open(store);
    for (String name : whole.submissions()) {
      runs += whole.provenance(name).runs();
    }
    row("output, MiB", all / 1048576.0);
    row("traces of " + runs + " runs, KiB each", traces / 1024.0 / Math.max(1, runs));
  }

  private void row(String what, double value) {
    table.add(String.format(Locale.ROOT, "%-44s %10.1f", what, value));
  }

  private List<String> arguments(String out, Path handedIn) {
    return List.of(
        "grade", "--spec", TOP.resolve("grading.yml").toString(), "--out", top.resolve(out).toString(),
        handedIn.toString());
  }
}
