package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ipcgrade.TraceScript;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Payload;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Runs in which something goes wrong")
class FaultyRunsTest {
  private static final Path GRADING = Path.of("../../fixtures/faults/grading.yml");
  private static final Fault SERVER_KILLED = new Fault.Kill("1.1", 2);
  private static final Fault CLIENT_KILLED = new Fault.Kill("1.2", 4);
  private static final int PARENT = 10;
  private static final int SERVER = 11;
  private static final int CLIENT = 12;
  private static final int TABLE = 65536;

  private static Scorer scorer;

  @BeforeAll
  static void load() throws Exception {
    scorer = Scorer.of(SpecLoader.load(GRADING), GRADING);
  }

  private static TraceScript begun() {
    return new TraceScript()
        .start(PARENT, 0)
        .exec(PARENT, "./talk")
        .create(PARENT, TABLE)
        .start(SERVER, PARENT)
        .start(CLIENT, PARENT);
  }

  private static TraceScript talk(TraceScript script) {
    for (int number : new int[] {7, 21, 42}) {
      script
          .send(CLIENT, TABLE, 1, number)
          .receive(SERVER, TABLE, 1, 1, number)
          .send(SERVER, TABLE, 2, 2 * number)
          .receive(CLIENT, TABLE, 2, 2, 2 * number);
    }
    return script;
  }

  private static Trace ended(TraceScript script) {
    return script
        .exit(CLIENT, 0)
        .await(PARENT, CLIENT)
        .send(PARENT, TABLE, 1, 0)
        .receive(SERVER, TABLE, 1, 1, 0)
        .exit(SERVER, 0)
        .await(PARENT, SERVER)
        .remove(PARENT, TABLE)
        .exit(PARENT, 0)
        .end();
  }

  private static Trace right() {
    return ended(talk(begun()));
  }

  /** The server dies before its second call, and nobody notices. */
  private static Trace serverKilled() {
    return begun()
        .under(SERVER_KILLED)
        .send(CLIENT, TABLE, 1, 7)
        .receive(SERVER, TABLE, 1, 1, 7)
        .struck(SERVER)
        .killed(SERVER, 9)
        .stuck(CLIENT, new MsgRcv(TABLE, 4, 2, 0, 0, Payload.EMPTY))
        .deadlock();
  }

  private static Trace clientKilled() {
    return talk(begun().under(CLIENT_KILLED))
        .struck(CLIENT)
        .killed(CLIENT, 9)
        .remove(PARENT, TABLE)
        .exit(SERVER, 1)
        .exit(PARENT, 1)
        .end();
  }

  private static Result.Rule rule(Result.Submission result, String id) {
    return result.rules().stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
  }

  private static Verdict verdict(String id, Trace... traces) {
    return rule(scorer.score("talk", List.of(traces)), id).verdict();
  }

  @Test
  @DisplayName("are planned where the first run has what the fault strikes")
  void planned() {
    Fault.Message question = new Fault.Message(1, Payload.ofHex("07000000"));
    Fault.Message answer = new Fault.Message(2, Payload.ofHex("0e000000"));
    assertEquals(
        Map.ofEntries(
            Map.entry("server-interrupted", new Fault.Interrupt("1.1", 1)),
            Map.entry("client-interrupted", new Fault.Interrupt("1.2", 2)),
            Map.entry("parent-interrupted", new Fault.Interrupt("1", 1)),
            Map.entry("small-queue", new Fault.Full("q0", 4)),
            Map.entry("late-question", new Fault.Delay("1.2", 1, 5_000)),
            Map.entry("id-zero", new Fault.ZeroMsqid()),
            Map.entry("old-queue", new Fault.Stale(0, List.of(question, answer))),
            Map.entry("no-queue", new Fault.Queues(0)),
            Map.entry("no-server", new Fault.Processes(0)),
            Map.entry("no-client", new Fault.Processes(1)),
            Map.entry("removed", new Fault.Remove("q0", 3)),
            Map.entry("server-killed", SERVER_KILLED),
            Map.entry("client-killed", CLIENT_KILLED)),
        scorer.assess(List.of(right())).faults());
  }

  @Test
  @DisplayName("are not planned where nothing is there to be struck")
  void notPlanned() {
    Trace lonely =
        new TraceScript().start(PARENT, 0).exec(PARENT, "./talk").exit(PARENT, 0).end();
    assertEquals(
        Map.of("parent-interrupted", new Fault.Interrupt("1", 1)),
        scorer.assess(List.of(lonely)).faults());
    Trace brief =
        ended(
            begun()
                .send(CLIENT, TABLE, 1, 7)
                .receive(SERVER, TABLE, 1, 1, 7)
                .send(SERVER, TABLE, 2, 14)
                .receive(CLIENT, TABLE, 2, 2, 14));
    Map<String, Fault> faults = scorer.assess(List.of(brief)).faults();
    assertEquals(SERVER_KILLED, faults.get("server-killed"));
    assertFalse(faults.containsKey("client-killed"), "its client makes two calls only");
  }

  @Test
  @DisplayName("decide on the rules under their fault, and on no others")
  void decide() {
    Result.Submission result = scorer.score("talk", List.of(right(), serverKilled()));
    assertEquals(Outcome.GRADED, result.outcome());
    assertEquals(Verdict.PASS, rule(result, "works").verdict());
    assertEquals(Verdict.FAIL, rule(result, "killed").verdict());
    assertEquals(List.of(1), rule(result, "killed").instances().getFirst().brokenIn());
    assertEquals(Verdict.NOT_REACHED, rule(result, "small-queue").verdict());
    Result.Run run = result.runs().get(1);
    assertEquals(List.of("server-killed"), run.under());
    assertEquals("kill 1.1 2", run.fault());
    assertFalse(run.decides());
    assertEquals(
        List.of("parent", "server", "client"), run.roles().stream().map(Result.Player::role).toList(),
        "who was killed is who he was in the first run");
  }

  @Test
  @DisplayName("say nothing if the fault did not strike")
  void unstruck() {
    assertEquals(
        Verdict.NOT_REACHED, verdict("killed", right(), ended(talk(begun().under(SERVER_KILLED)))));
  }

  @Test
  @DisplayName("are judged fault by fault: one is not outvoted by another")
  void faultByFault() {
    assertEquals(Verdict.PASS, verdict("killed", right(), clientKilled()));
    assertEquals(
        Verdict.FAIL, verdict("killed", right(), serverKilled(), clientKilled(), clientKilled()));
  }

  @Test
  @DisplayName("may be ended by a limit without any run of the grade being so")
  void limits() {
    Trace endless =
        talk(begun().under(SERVER_KILLED)).struck(SERVER).end(new RunEnd.LimitExceeded("wall", 9));
    Result.Submission result = scorer.score("talk", List.of(right(), endless));
    assertEquals(Outcome.GRADED, result.outcome());
    assertEquals(Verdict.FAIL, rule(result, "killed").verdict());
  }

  @Test
  @DisplayName("are of no use where the harness failed")
  void infrastructure() {
    Trace failed = begun().under(SERVER_KILLED).struck(SERVER).end(new RunEnd.HarnessFault("lost it"));
    assertEquals(
        Outcome.INFRASTRUCTURE, scorer.score("talk", List.of(right(), failed)).outcome());
  }

  @Test
  @DisplayName("count for all rules if the fault is none, as an msqid of 0")
  void harmless() {
    Trace left =
        talk(begun().under(new Fault.ZeroMsqid()).struck(0)).exit(CLIENT, 0).exit(SERVER, 0).exit(PARENT, 0)
            .end();
    Result.Submission result = scorer.score("talk", Stream.of(right(), right(), left).toList());
    assertEquals(Verdict.RACY, rule(result, "works").verdict());
    assertEquals(Verdict.FAIL, rule(result, "id-zero").verdict());
  }
}
