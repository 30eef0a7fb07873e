package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.score.Result;
import ipcgrade.spec.SpecLoader;
import ipcgrade.store.ResultJson;
import ipcgrade.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code grade --out}, {@code regrade} and {@code merge}, with a class that is graded once. */
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassCommandsTest {
  private static final Path FIXTURES = Path.of("../../fixtures/ping-pong");
  private static final List<String> NAMES = List.of("right", "wrong-queue-left");

  private Path top = Path.of("");
  private final Console console = new Console();

  @BeforeAll
  void grade(@TempDir Path directory) throws IOException {
    top = directory;
    Files.copy(FIXTURES.resolve("grading.yml"), top.resolve("grading.yml"));
    for (String name : NAMES) {
      submission(name, name);
    }
    submission("wrong-queue-left", "twin");
    Files.writeString(submission("right", "broken").resolve("pingpong.c"),
        "int main(void) { return missing; }\n");
    Files.writeString(top.resolve("students.csv"), "submission;matricola;nome\nright;N86;Anna Rossi\n");
    run(
        0, "grade", "--students", top.resolve("students.csv").toString(), "--out", out("whole"),
        top.resolve("class").toString());
  }

  @Test
  @DisplayName("grade --out keeps each result, the runs, and the class; identical submissions are named")
  void out() throws Exception {
    Store store = Store.open(top.resolve("whole"));
    assertEquals(List.of("broken", "right", "twin", "wrong-queue-left"), store.submissions());
    assertEquals(new Result.Student("N86", "Anna Rossi", ""), store.result("right").student());
    assertEquals("twin", store.provenance("wrong-queue-left").sameAs());
    for (String name : store.submissions()) {
      assertEquals(store.result(name).runs().size(), store.traces(name).size(), name);
    }
    assertFalse(store.source("right", "pingpong.c").isEmpty());
    assertEquals(store.result(), ResultJson.read(top.resolve("whole/result.json")));
  }

  @Test
  @DisplayName("what is graded is not graded again, and the class is the same")
  void resume() throws Exception {
    byte[] before = Files.readAllBytes(top.resolve("whole/result.json"));
    run(0, "grade", "--sandbox", "local", "--out", out("whole"), top.resolve("class").toString());
    assertTrue(console.err().contains("4 submissions had their results already"), console.err());
    assertEquals(new String(before, StandardCharsets.UTF_8),
        Files.readString(top.resolve("whole/result.json")));
  }

  @Test
  @DisplayName("the parts of two machines are merged into what one machine makes, byte for byte")
  void shards() throws Exception {
    for (int part = 1; part <= 2; part++) {
      run(
          0, "grade", "--students", top.resolve("students.csv").toString(), "--shard", part + "/2", "--out",
          out("part-" + part), top.resolve("class").toString());
    }
    run(3, "merge", "--out", out("half"), out("part-1"));
    assertTrue(console.err().contains("1 part is missing: 2/2"), console.err());
    run(0, "merge", "--out", out("merged"), out("part-2"), out("part-1"));
    assertEquals(Files.readString(top.resolve("whole/result.json")),
        Files.readString(top.resolve("merged/result.json")));
    Store merged = Store.open(top.resolve("merged"));
    assertEquals(merged.result("right").runs().size(), merged.traces("right").size());
  }

  @Test
  @DisplayName("regrading under the same rules changes nothing, whatever else is written in the file")
  void regradeSame() throws Exception {
    Path spec = Files.writeString(top.resolve("same.yml"), "# a comment\n" + text());
    run(0, "regrade", "--spec", spec.toString(), out("whole"));
    assertTrue(console.out().contains("4 submissions: no score and no verdict changes."), console.out());
  }

  @Test
  @DisplayName("regrading shows whose score changes and why; only --apply writes, and then as grading anew would")
  void regrade() throws Exception {
    String rule = "no-queue-left";
    int points = SpecLoader.load(top.resolve("grading.yml")).rules().stream()
        .filter(each -> each.id().equals(rule)).findFirst().orElseThrow().points();
    String text = text().replaceFirst("(id: " + rule + "\\s+points: )" + points, "$1" + (points + 2));
    text = text.replaceFirst("(?m)^points: (\\d+)", "points: " + (total() + 2));
    Path spec = Files.writeString(top.resolve("changed.yml"), text);
    run(0, "grade", "--out", out("regraded"), top.resolve("class").toString());
    byte[] before = Files.readAllBytes(top.resolve("regraded/result.json"));
    run(0, "regrade", "--spec", spec.toString(), out("regraded"));
    assertTrue(console.out().contains("4 of 4 submissions change: 1 up, 0 down"), console.out());
    assertTrue(console.out().contains("(" + rule + ")"), console.out());
    assertTrue(console.out().contains("Nothing was written"), console.out());
    assertEquals(new String(before, StandardCharsets.UTF_8),
        Files.readString(top.resolve("regraded/result.json")));
    run(0, "regrade", "--apply", "--spec", spec.toString(), out("regraded"));
    run(0, "grade", "--spec", spec.toString(), "--out", out("anew"), top.resolve("class").toString());
    assertEquals(
        Files.readString(top.resolve("anew/result.json")),
        Files.readString(top.resolve("regraded/result.json")));
    // and what was regraded counts as graded
    run(0, "grade", "--spec", spec.toString(), "--out", out("regraded"), top.resolve("class").toString());
    assertTrue(console.err().contains("4 submissions had their results already"), console.err());
  }

  @Test
  @DisplayName("a schedule to replay stays where its rule is broken in the same runs; else it is that of a stored run")
  void replays() throws Exception {
    Path spec =
        Files.writeString(
            top.resolve("claims.yml"),
            text().replaceFirst("(id: processes[\\s\\S]*?claim: )>-\\s+ping.present",
                "$1>-\n      !ping.present"));
    run(0, "grade", "--only", "right", "--only", "wrong-queue-left", "--out", out("claims"),
        top.resolve("class").toString());
    Result.Rule kept = rule("claims", "wrong-queue-left", "no-queue-left");
    assertTrue(kept.replay() != null);
    run(0, "regrade", "--apply", "--spec", spec.toString(), out("claims"));
    assertTrue(console.out().contains("2 schedules to replay are now those of stored runs"), console.out());
    assertEquals(kept, rule("claims", "wrong-queue-left", "no-queue-left"));
    Result.Rule broken = rule("claims", "right", "processes");
    Result.Run first = Store.open(top.resolve("claims")).result("right").runs().getFirst();
    Result.Replay replay = Objects.requireNonNull(broken.replay());
    assertEquals(first.turns(), replay.turns());
    assertEquals(first.seed(), replay.seed());
  }

  private Result.Rule rule(String store, String name, String id) throws IOException {
    return Store.open(top.resolve(store)).result(name).rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("what only new runs can tell is said")
  void otherRuns() throws Exception {
    Path spec = Files.writeString(top.resolve("limits.yml"), text() + "\nbuild: { command: [make] }\n");
    run(0, "regrade", "--spec", spec.toString(), out("whole"));
    assertTrue(console.out().contains("build: command"), console.out());
  }

  @Test
  @DisplayName("without stored runs nothing can be regraded, and that is said")
  void noTraces() throws Exception {
    run(0, "grade", "--no-traces", "--only", "right", "--out", out("bare"), top.resolve("class").toString());
    assertFalse(Files.exists(top.resolve("bare/submissions/right/traces.jsonl.xz")));
    run(0, "regrade", out("bare"));
    assertTrue(console.out().contains("1 submission keeps its result"), console.out());
  }

  private String text() throws IOException {
    return Files.readString(top.resolve("grading.yml"));
  }

  private int total() throws Exception {
    return SpecLoader.load(top.resolve("grading.yml")).maxScore();
  }

  private void run(int code, String... arguments) {
    console.clear();
    assertEquals(code, console.run(arguments), console.err());
  }

  private String out(String name) {
    return top.resolve(name).toString();
  }

  private Path submission(String fixture, String name) throws IOException {
    Path directory = Files.createDirectories(top.resolve("class").resolve(name));
    Files.copy(FIXTURES.resolve("submissions").resolve(fixture).resolve("pingpong.c"),
        directory.resolve("pingpong.c"));
    return directory;
  }
}
