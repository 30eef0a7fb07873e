package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result.Evidence;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A scorer")
class ScorerTest {
  private static final Path GRADING = Path.of("../../grading.yml");
  private static final int REQUESTS = 65536;
  private static final int ANSWERS = 65537;
  private static final int ONE = 65538;
  private static final int TWO = 65539;

  private static Scorer scorer;

  @BeforeAll
  static void load() throws Exception {
    scorer = Scorer.of(SpecLoader.load(GRADING), GRADING);
  }

  /** How a client of the script behaves. */
  private record Habits(long msgtypShift, double pause, int services, boolean removes) {
    static final Habits RIGHT = new Habits(0, 1, 3, true);
  }

  @Test
  @DisplayName("gives full marks to runs that do all the assignment asks for")
  void fullMarks() {
    assertEquals(Map.of(), lost(score(Habits.RIGHT)));
    assertEquals(30, score(Habits.RIGHT).score());
  }

  @Test
  @DisplayName("takes points for the broken rule only")
  void oneFault() {
    assertEquals(
        Map.of("selective-receive", Verdict.FAIL), lost(score(new Habits(-9, 1, 3, true))));
    assertEquals(Map.of("service-pause", Verdict.FAIL), lost(score(new Habits(0, 0.5, 3, true))));
    assertEquals(Map.of("services-three", Verdict.FAIL), lost(score(new Habits(0, 1, 2, true))));
    assertEquals(Map.of("no-queue-left", Verdict.FAIL), lost(score(new Habits(0, 1, 3, false))));
  }

  @Test
  @DisplayName("names who broke a rule, and shows the calls")
  void evidence() {
    Result.Rule rule =
        score(new Habits(-9, 1, 3, true)).rules().stream()
            .filter(r -> r.id().equals("selective-receive"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of("client 1", "client 2", "client 3"),
        rule.instances().stream().map(Result.Instance::name).toList());
    List<Evidence> key = rule.evidence().stream().filter(Evidence::key).toList();
    assertEquals("client 1", key.getFirst().process());
    assertTrue(key.getFirst().text().startsWith("msgrcv(65537"), key.getFirst().text());
    assertTrue(key.size() < rule.evidence().size(), "the calls around are shown too");
  }

  @Test
  @DisplayName("says what was seen in the first run that broke a rule, of each process that broke it")
  void seen() {
    Result.Rule rule = rule(score(new Habits(-9, 1, 3, true)), "selective-receive");
    assertEquals(
        List.of(
            "asked for server 2 and received with msgtyp 0",
            "asked for server 1 and received with msgtyp 0",
            "asked for server 2 and received with msgtyp 0"),
        rule.instances().stream().map(each -> each.seen().en()).toList());
    assertEquals("ha inviato 2 service",
        rule(score(new Habits(0, 1, 2, true)), "services-three").instances().getFirst().seen().it());
    assertEquals(
        Set.of(Spec.Text.NONE),
        score(Habits.RIGHT).rules().stream()
            .flatMap(each -> each.instances().stream())
            .map(Result.Instance::seen)
            .collect(Collectors.toSet()));
  }

  @Test
  @DisplayName("says of what does not vary in how many runs it was the same")
  void neverVaries() {
    Result.Submission result =
        scorer.score("same", List.of(run(Habits.RIGHT, 1), run(Habits.RIGHT, 1)));
    assertEquals(
        "asked for server 2 in all 2 runs",
        rule(result, "random-choice").instances().getFirst().seen().en());
  }

  @Test
  @DisplayName("tells how a run ended, and grades nothing that the harness itself failed in")
  void ends() {
    Trace right = run(Habits.RIGHT, 1);
    Result.Submission cut =
        scorer.score("x", List.of(right, ended(right, new RunEnd.LimitExceeded("wall", 9))));
    assertEquals(Result.Outcome.LIMIT_EXCEEDED, cut.outcome());
    assertEquals("wall: 9 ms", cut.message());
    assertEquals(List.of("finished", "limit"), cut.runs().stream().map(Result.Run::end).toList());
    Result.Submission fault = scorer.score("x", List.of(ended(right, new RunEnd.HarnessFault("lost it"))));
    assertEquals(Result.Outcome.INFRASTRUCTURE, fault.outcome());
    assertEquals("lost it", fault.message());
    assertEquals("fault", fault.runs().getFirst().end());
  }

  @Test
  @DisplayName("gives what the kernel does not execute the points of what does nothing, and says why")
  void refused() {
    Trace nothing = new TraceScript().end(new RunEnd.Refused(80, 0));
    Result.Submission result = scorer.score("x", List.of(nothing));
    assertEquals(Result.Outcome.GRADED, result.outcome());
    assertEquals(0, result.score());
    assertEquals("refused", result.runs().getFirst().end());
    assertEquals(
        "execve = -1 ELIBBAD (Accessing a corrupted shared library)", result.runs().getFirst().detail());
  }

  @Test
  @DisplayName("takes what no queue can have done for a fault of the harness")
  void contradiction() {
    TraceScript script = new TraceScript().contained().start(10, 0).create(10, REQUESTS);
    script.receive(10, REQUESTS, 0, 5, 7).exit(10, 0);
    Result.Submission result = scorer.score("x", List.of(run(Habits.RIGHT, 1), script.end()));
    assertEquals(Result.Outcome.INFRASTRUCTURE, result.outcome());
    assertTrue(
        result.message().startsWith("the kernel and the queue model differ: queue 65536: after 1 calls"),
        result.message());
  }

  @Test
  @DisplayName("tells of a deadlock who waits for what")
  void deadlock() {
    Trace right = run(Habits.RIGHT, 1);
    List<Call> blocked =
        right.events(Call.class)
            .filter(call -> call.pid() == 14 && call.operation() instanceof MsgRcv)
            .limit(1)
            .toList();
    Result.Submission result = scorer.score("x", List.of(ended(right, new RunEnd.Deadlock(blocked))));
    assertEquals("deadlock", result.runs().getFirst().end());
    Result.Run run = result.runs().getFirst();
    assertEquals("client 1 " + run.waits().getFirst().what().en(), run.detail());
    assertTrue(run.detail().startsWith("client 1 waits on answers for a message of type 2; "), run.detail());
    assertEquals("", result.message());
  }

  @Test
  @DisplayName("gives advice beside the points")
  void advice() {
    Result.Submission result = score(Habits.RIGHT);
    assertEquals(
        List.of("world-writable"), result.advice().stream().map(Result.Advice::id).toList());
    Result.Advice advice = result.advice().getFirst();
    assertEquals(List.of("registry", "server 1", "server 2"), advice.processes());
    assertEquals(
        List.of("msgget(IPC_PRIVATE, IPC_CREAT|0666) = 65536"),
        advice.evidence().stream().map(Evidence::text).toList());
    assertEquals(30, result.score());
  }

  private static Trace ended(Trace trace, RunEnd end) {
    return new Trace(trace.request(), trace.events(), end, trace.queues(), trace.wallNanos());
  }

  private static Result.Rule rule(Result.Submission submission, String id) {
    return submission.rules().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  @DisplayName("asks for more runs only while something has not varied")
  void wantsMore() {
    Trace first = run(Habits.RIGHT, 1);
    assertTrue(scorer.wantsMore(scorer.score("test", List.of(first))));
    assertFalse(scorer.wantsMore(scorer.score("test", List.of(first, run(Habits.RIGHT, 2)))));
  }

  @Test
  @DisplayName("fails what only some runs break as racy, at half the points")
  void racy() {
    Result.Submission result =
        scorer.score(
            "racy",
            List.of(
                run(Habits.RIGHT, 1),
                run(Habits.RIGHT, 2),
                run(new Habits(0, 1, 2, true), 3),
                run(Habits.RIGHT, 4)));
    assertEquals(Map.of("services-three", Verdict.RACY), lost(result));
    assertEquals(29, result.score());
  }

  private static Result.Submission score(Habits habits) {
    return scorer.score("test", List.of(run(habits, 1), run(habits, 2), run(habits, 3)));
  }

  private static Map<String, Verdict> lost(Result.Submission submission) {
    Map<String, Verdict> lost = new TreeMap<>();
    submission.rules().stream()
        .filter(r -> r.verdict() != Verdict.PASS)
        .forEach(r -> lost.put(r.id(), r.verdict()));
    return lost;
  }

  /** 10 is the parent, 11 the registry, 12 and 13 the servers, 14 to 16 the clients. */
  private static Trace run(Habits habits, int seed) {
    TraceScript script = new TraceScript().start(10, 0).exec(10, "/work/registro");
    for (int child = 11; child <= 16; child++) {
      script.start(child, 10);
    }
    script.create(11, REQUESTS).create(11, ANSWERS).create(12, ONE).create(13, TWO);
    script.send(12, REQUESTS, 1, 1, ONE, 7).send(13, REQUESTS, 1, 2, TWO, 8);
    script.receive(11, REQUESTS, 0, 1, 1, ONE, 7).receive(11, REQUESTS, 0, 1, 2, TWO, 8);
    for (int client = 14; client <= 16; client++) {
      int id = 1 + (client + seed) % 2;
      int mailbox = id == 1 ? ONE : TWO;
      script.send(client, REQUESTS, 2, id, 0, 9).receive(11, REQUESTS, 0, 2, id, 0, 9);
      script.send(11, ANSWERS, id, 0, mailbox, 0);
      script.receive(client, ANSWERS, Math.max(id + habits.msgtypShift, 0), id, 0, mailbox, 0);
      for (int i = 0; i < habits.services; i++) {
        int value = (client * 5 + seed * 3 + i * 7) % 11;
        script.sleep(client, habits.pause).send(client, mailbox, 4, 0, 0, value);
        script.receive(mailbox - ONE + 12, mailbox, 0, 4, 0, 0, value);
      }
      script.exit(client, 0).await(10, client);
    }
    script.send(10, REQUESTS, 5, 0, 0, 0).receive(11, REQUESTS, 0, 5, 0, 0, 0);
    script.send(11, ONE, 6, 0, 0, 0).send(11, TWO, 6, 0, 0, 0);
    script.receive(12, ONE, 0, 6, 0, 0, 0).receive(13, TWO, 0, 6, 0, 0, 0);
    if (habits.removes) {
      script.remove(12, ONE).remove(13, TWO).remove(11, REQUESTS).remove(11, ANSWERS);
    }
    script.exit(12, 0).exit(13, 0).exit(11, 0).await(10, 11).await(10, 12).await(10, 13);
    return script.exit(10, 0).end();
  }
}
