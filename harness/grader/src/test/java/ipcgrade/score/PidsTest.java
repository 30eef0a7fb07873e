package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.TraceScript;
import ipcgrade.rule.Verdict;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Pids inside messages and as targets of signals, by the assignment whose clients send theirs. */
@DisplayName("A pid")
class PidsTest {
  private static final Path GRADING = Path.of("../../fixtures/client-server-one-queue/grading.yml");
  private static final int QUEUE = 65536;
  private static final int PARENT = 500;
  private static final int SERVER = 501;
  private static final List<Integer> CLIENTS = List.of(502, 503, 504);
  private static final int SIGTERM = 15;

  private static Scorer scorer;

  @BeforeAll
  static void load() throws Exception {
    scorer = Scorer.of(SpecLoader.load(GRADING), GRADING);
  }

  /** What a request holds of a client with a number to square. */
  private interface Request {
    int[] of(int pid, int value);
  }

  @Test
  @DisplayName("is found wherever in a message it stands")
  void found() {
    assertEquals(Map.of(), lost((pid, value) -> new int[] {pid, value}, SERVER));
    assertEquals(Map.of(), lost((pid, value) -> new int[] {value, 7, pid}, SERVER));
  }

  @Test
  @DisplayName("that is another client's, or no client's, is not the sender's")
  void another() {
    Map<String, Verdict> requestPid = Map.of("request-pid", Verdict.FAIL);
    assertEquals(requestPid, lost((_, value) -> new int[] {CLIENTS.getFirst(), value}, SERVER));
    assertEquals(requestPid, lost((_, value) -> new int[] {PARENT, value}, SERVER));
    assertEquals(requestPid, lost((_, value) -> new int[] {value}, SERVER));
  }

  @Test
  @DisplayName("is the target of a signal")
  void target() {
    assertEquals(
        Map.of("stopped-by-signal", Verdict.FAIL),
        lost((pid, value) -> new int[] {pid, value}, CLIENTS.getFirst()));
  }

  private static Map<String, Verdict> lost(Request request, int target) {
    Map<String, Verdict> lost = new TreeMap<>();
    for (Result.Rule rule : scorer.score("script", List.of(run(request, target))).rules()) {
      if (rule.verdict() != Verdict.PASS) {
        lost.put(rule.id(), rule.verdict());
      }
    }
    return lost;
  }

  private static Trace run(Request request, int target) {
    TraceScript script = new TraceScript().start(PARENT, 1).create(PARENT, QUEUE).start(SERVER, PARENT);
    CLIENTS.forEach(client -> script.start(client, PARENT));
    for (int i = 0; i < 4; i++) {
      for (int client : CLIENTS) {
        int value = client % 100 + 10 * i;
        script
            .send(client, QUEUE, 1, request.of(client, value))
            .receive(SERVER, QUEUE, 1, 1, request.of(client, value))
            .send(SERVER, QUEUE, client, value * value)
            .receive(client, QUEUE, client, client, value * value);
      }
    }
    CLIENTS.forEach(client -> script.exit(client, 0).await(PARENT, client));
    return script
        .call(PARENT, new Operation.Kill("kill", target, SIGTERM), 0)
        .exit(SERVER, 0)
        .await(PARENT, SERVER)
        .remove(PARENT, QUEUE)
        .exit(PARENT, 0)
        .end();
  }
}
