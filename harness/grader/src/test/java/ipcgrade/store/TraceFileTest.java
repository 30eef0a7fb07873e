package ipcgrade.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.trace.Event;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

@DisplayName("A file of traces")
class TraceFileTest {
  private static final long CALLS = 400;

  @TempDir
  private Path directory = Path.of("");

  @Test
  @DisplayName("tells after each call what all queues were, though it holds only what has changed")
  void changes() throws Exception {
    List<Trace> traces = List.of(random(1), random(2), random(3));
    Path file = directory.resolve("traces.jsonl.xz");
    TraceFile.write(traces, file);
    assertEquals(
        traces.stream().map(Trace::events).toList(),
        TraceFile.read(file).stream().map(Trace::events).toList());
    List<String> lines;
    try (XZInputStream xz = new XZInputStream(Files.newInputStream(file))) {
      lines = new String(xz.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    long changed = lines.stream().filter(line -> line.startsWith("~")).count();
    long whole =
        lines.stream().filter(line -> line.startsWith("{\"type\":\"call\"")).count();
    assertEquals(CALLS * traces.size(), changed + whole);
    assertTrue(changed > whole && whole > 0, changed + " and " + whole);
  }

  /** Calls after which queues come, go, change, change places, or do none of that. */
  private static Trace random(int seed) {
    Random random = new Random(seed);
    TraceScript script = new TraceScript().start(1, 0).create(1, 7);
    List<Event> events = new ArrayList<>(script.end().events());
    Event.Call call =
        (Event.Call) events.stream().filter(each -> each instanceof Event.Call).findFirst().orElseThrow();
    events.remove(call);
    List<QueueState> queues = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      switch (random.nextInt(queues.isEmpty() ? 1 : 10)) {
        case 0, 1, 2 -> queues.add(random.nextInt(queues.size() + 1), queue(random, i));
        case 3 -> queues.remove(random.nextInt(queues.size()));
        case 4, 5, 6 -> {
          int at = random.nextInt(queues.size());
          queues.set(at, queue(random, queues.get(at).msqid()));
        }
        case 7 -> queues.replaceAll(each -> queue(random, each.msqid()));
        default -> {}
      }
      events.add(
          new Event.Call(
              i, call.entry(), call.time(), call.entryTime(), call.pid(), call.tid(), call.operation(),
              call.result(), call.pending(), call.stack(), queues));
    }
    Trace trace = script.end();
    return new Trace(
        trace.request(), events, trace.end(), trace.queues(), trace.wallNanos(), trace.decisions());
  }

  private static QueueState queue(Random random, int msqid) {
    return new QueueState(0, msqid, 0600, random.nextInt(3), 0, 0, 0, 0, 0, 0, 0, 0);
  }
}
