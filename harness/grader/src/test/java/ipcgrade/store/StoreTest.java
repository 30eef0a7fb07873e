package ipcgrade.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Student;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
  private static final Path FILE = Path.of("../../grading.yml");
  private static final Spec SPEC = spec();

  @TempDir
  private Path top = Path.of("");

  private Path out = Path.of("");
  private Path handedIn = Path.of("");
  private Path sources = Path.of("");

  @BeforeEach
  void sources() throws IOException {
    out = top.resolve("out");
    handedIn = top.resolve("handed-in");
    sources = Files.createDirectories(handedIn.resolve("src"));
    Files.writeString(sources.resolve("main.c"), "int main(void)\n{ return 0; }\n");
  }

  @Test
  @DisplayName("what is put into a store is in it: result, runs, sources, and what they were made of")
  void roundTrip() throws Exception {
    Result.Submission result = result("rossi").of("rossi", new Student("123", "Anna Rossi", "a@example.org"));
    List<Trace> traces = List.of(trace(7), trace(8));
    try (StoreWriter writer = writer("rossi", "verdi")) {
      writer.put(result, provenance("rossi", "c1"), traces, handedIn,
          List.of(Path.of("src/main.c")));
      writer.writeResult();
    }
    Store store = Store.open(out);
    assertEquals(List.of("rossi"), store.submissions());
    assertEquals(List.of("verdi"), store.missing());
    assertEquals(result, store.result("rossi"));
    assertEquals(
        traces.stream().map(Trace::events).toList(),
        store.traces("rossi").stream().map(Trace::events).toList());
    assertEquals(traces.getFirst().ended(), store.traces("rossi").getFirst().ended());
    assertEquals(
        traces.getFirst().request().schedule(), store.traces("rossi").getFirst().request().schedule());
    assertEquals(provenance("rossi", "c1"), store.provenance("rossi"));
    assertEquals(List.of("int main(void)", "{ return 0; }"), store.source("rossi", "src/main.c"));
    assertEquals(Files.readString(FILE), Files.readString(store.spec()));
    // read against the published schema
    assertEquals(Result.of(SPEC, List.of(result)), ResultJson.read(out.resolve("result.json")));
    assertEquals(store.result(), ResultJson.read(out.resolve("result.json")));
  }

  @Test
  @DisplayName("no path leads from a submission's sources to another file")
  void outside() throws Exception {
    try (StoreWriter writer = writer("rossi")) {
      put(writer, "rossi", "c1");
    }
    Files.createSymbolicLink(out.resolve("submissions/rossi/sources/link.c"), FILE.toAbsolutePath());
    Store store = Store.open(out);
    assertEquals(List.of(), store.source("rossi", "../provenance.json"));
    assertEquals(List.of(), store.source("rossi", FILE.toAbsolutePath().toString()));
    assertEquals(List.of(), store.source("rossi", "link.c"));
    assertEquals(List.of(), store.source("rossi", "missing.c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil", "a/b", "..", ".", ".staging", "Niccolò D’Àvila_12", "\u001b[31m",
    "a\nb", "nul\0l"})
  @DisplayName("whatever a submission is called, it has a directory of its own within the store")
  void names(String name) throws Exception {
    try (StoreWriter writer = writer(name)) {
      put(writer, name, "c1");
      put(writer, name + "x".repeat(300), "c2");
      put(writer, "_" + name, "c3");
    }
    Store store = Store.open(out);
    assertEquals(3, store.submissions().size());
    assertEquals("c1", store.provenance(name).content());
    assertEquals(name, store.result(name).name());
    try (Stream<Path> inside = Files.list(out.resolve("submissions"))) {
      assertEquals(3, inside.count());
    }
    try (Stream<Path> inside = Files.list(top)) {
      assertEquals(2, inside.count());
    }
  }

  @Test
  @DisplayName("names that differ in upper and lower case alone stay apart, as do their hashes")
  void apart() {
    assertEquals("rossi_12", Layout.directory("rossi_12"));
    assertFalse(Layout.directory("a/b").equals(Layout.directory("a?b")));
  }

  @Test
  @DisplayName("a result takes the place of the former, with its runs")
  void replaced() throws Exception {
    try (StoreWriter writer = writer("rossi")) {
      put(writer, "rossi", "c1");
      Result.Submission other =
          new Result.Submission("rossi", Outcome.BUILD_FAILED, "x", 0, 30, List.of(), List.of());
      writer.put(other, provenance("rossi", "c2"), List.of(), sources, List.of());
    }
    Store store = Store.open(out);
    assertEquals(Outcome.BUILD_FAILED, store.result("rossi").outcome());
    assertEquals("c2", store.provenance("rossi").content());
    assertEquals(List.of(), store.traces("rossi"));
  }

  @Test
  @DisplayName("what a killed writer had begun is no result, and the next one removes it")
  void killed() throws Exception {
    try (StoreWriter writer = writer("rossi")) {
      put(writer, "rossi", "c1");
    }
    Path begun = Files.createDirectories(out.resolve("submissions/.staging/verdi/sources"));
    Files.writeString(begun.resolve("main.c"), "int");
    Files.writeString(begun.resolveSibling("result.json"), "{\"sche");
    assertEquals(List.of("rossi"), Store.open(out).submissions());
    try (StoreWriter writer = writer("rossi", "verdi")) {
      put(writer, "verdi", "c2");
    }
    assertEquals(List.of("rossi", "verdi"), Store.open(out).submissions());
    assertFalse(Files.exists(out.resolve("submissions/.staging")));
  }

  @Test
  @DisplayName("a result that stands for another shares its runs and sources")
  void linked() throws Exception {
    try (StoreWriter writer = writer("rossi", "verdi")) {
      put(writer, "rossi", "c1");
      writer.put(result("rossi").of("verdi", null), provenance("rossi", "c1").of("verdi"), "rossi");
    }
    Store store = Store.open(out);
    assertEquals("rossi", store.provenance("verdi").sameAs());
    assertEquals(store.traces("rossi"), store.traces("verdi"));
    assertEquals(store.source("rossi", "src/main.c"), store.source("verdi", "src/main.c"));
    assertTrue(
        Files.isSameFile(
            out.resolve("submissions/rossi/traces.jsonl.xz"),
            out.resolve("submissions/verdi/traces.jsonl.xz")));
  }

  @Test
  @DisplayName("two do not write to one store at a time")
  void busy() throws Exception {
    try (StoreWriter _ = writer("rossi")) {
      assertThrows(StoreWriter.Busy.class, () -> writer("rossi"));
    }
    writer("rossi").close();
  }

  @Test
  @DisplayName("a directory with something else in it, and one of another assignment, are left as they are")
  void occupied() throws Exception {
    Files.createDirectory(out);
    Files.writeString(out.resolve("thesis.tex"), "");
    assertThrows(StoreWriter.Occupied.class, () -> writer("rossi"));
    Path other = top.resolve("other");
    StoreWriter.open(other, Head.of("another", 1, 1, List.of()), SPEC, FILE).close();
    StoreWriter.Occupied occupied =
        assertThrows(
            StoreWriter.Occupied.class,
            () -> StoreWriter.open(other, Head.of(SPEC.id(), 1, 1, List.of()), SPEC, FILE));
    assertEquals("another", occupied.assignment());
    try (Stream<Path> inside = Files.list(out)) {
      assertEquals(1, inside.count());
    }
  }

  @Test
  @DisplayName("what is damaged is named")
  void damaged() throws Exception {
    try (StoreWriter writer = writer("rossi")) {
      put(writer, "rossi", "c1");
    }
    for (String file : List.of("result.json", "traces.jsonl.xz")) {
      Path path = out.resolve("submissions/rossi").resolve(file);
      byte[] whole = Files.readAllBytes(path);
      Files.write(path, Arrays.copyOf(whole, whole.length / 2));
      Store store = Store.open(out);
      IOException e =
          assertThrows(
              IOException.class,
              () -> {
                store.result("rossi");
                store.traces("rossi");
              });
      assertTrue(String.valueOf(e.getMessage()).contains(path.toString()), e.getMessage());
      Files.write(path, whole);
    }
    assertThrows(NoSuchFileException.class, () -> Store.open(top.resolve("nothing")));
  }

  @Test
  @DisplayName("a fingerprint changes with what decides runs or verdicts, and with nothing else")
  void fingerprint() throws Exception {
    String text = Files.readString(FILE);
    Fingerprint own = Fingerprint.of(SPEC);
    assertEquals(own, fingerprint("# a comment\n\n" + text));
    assertEquals(own, fingerprint(text.replace("wall: 10s", "wall:   10000ms")));
    Fingerprint limits = fingerprint(text.replace("wall: 10s", "wall: 11s"));
    assertEquals(own.judging(), limits.judging());
    assertFalse(own.running().equals(limits.running()));
    Fingerprint points =
        fingerprint(text.replace("points: 30", "points: 31").replaceFirst("points: 1\n", "points: 2\n"));
    assertEquals(own.running(), points.running());
    assertFalse(own.judging().equals(points.judging()));
    assertFalse(own.running().equals(Fingerprint.of(SPEC, "seed 1").running()));
  }

  private Fingerprint fingerprint(String text) throws Exception {
    return Fingerprint.of(SpecLoader.load(Files.writeString(top.resolve("changed.yml"), text)));
  }

  private StoreWriter writer(String... names) throws IOException {
    return StoreWriter.open(out, Head.of(SPEC.id(), 1, 1, List.of(names)), SPEC, FILE);
  }

  private void put(StoreWriter writer, String name, String content) throws IOException {
    writer.put(
        result(name), provenance(name, content), List.of(trace(7)), handedIn,
        List.of(Path.of("src/main.c")));
  }

  private static Result.Submission result(String name) {
    return new Result.Submission(name, Outcome.GRADED, "", 28.5, 30, List.of(), List.of());
  }

  private static Provenance provenance(String name, String content) {
    return new Provenance(
        Provenance.SCHEMA, name, content, "run", "judge", "", 1, 1200, "2026-11-21T23:00:00Z");
  }

  private static Trace trace(int pid) {
    return new TraceScript().start(pid, 0).exit(pid, 0).end();
  }

  private static Spec spec() {
    try {
      return SpecLoader.load(FILE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
