package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.reading.Layout;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Location.Binary;
import ipcgrade.reading.Membership;
import ipcgrade.rule.Claims;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Charity")
class CharityTest {
  private static final Path GRADING = Path.of("../../grading.yml");

  /** Queue ids as a fresh namespace counts them: they are server numbers, kinds and values too. */
  private static final int REQUESTS = 1;

  private static final int ANSWERS = 2;
  private static final int ONE = 3;
  private static final int TWO = 4;

  private static Spec spec;
  private static Claims claims;

  @BeforeAll
  static void load() throws Exception {
    spec = SpecLoader.load(GRADING);
    claims = Claims.of(spec, GRADING);
  }

  @Test
  @DisplayName("finds fields among queue ids that look like server numbers, kinds and values")
  void smallIds() {
    Layout layout = layout(IntStream.range(0, 6).mapToObj(seed -> run(seed, false, 1)).toList());
    assertEquals(new Binary(4, 4), layout.locations().get(new FieldName("bind", "queue")));
    assertEquals(new Binary(0, 4), layout.locations().get(new FieldName("bind", "id")));
    assertEquals(new Binary(0, 4), layout.locations().get(new FieldName("query", "id")));
    assertEquals(new Binary(4, 4), layout.locations().get(new FieldName("result", "queue")));
    assertEquals(new Binary(8, 4), layout.locations().get(new FieldName("service", "value")));
  }

  @Test
  @DisplayName("takes the simplest membership of those that earn the same")
  void simplest() {
    Layout layout = layout(List.of(run(1, false, 1), run(2, false, 1)));
    assertTrue(layout.memberships().values().stream().allMatch(Membership.ALL::equals), layout.toString());
  }

  @Test
  @DisplayName("tells acknowledgements on the answers' queue from results")
  void acknowledged() {
    List<Trace> traces = List.of(run(1, true, 1), run(2, true, 1));
    assertEquals(Membership.ADDRESSED, layout(traces).memberships().get("result"));
  }

  @Test
  @Tag("thorough")
  @DisplayName("gives full marks to six runs with acknowledgements on the answers' queue")
  void fullMarks() throws Exception {
    List<Trace> traces = IntStream.range(0, 6).mapToObj(seed -> run(seed, true, 1)).toList();
    assertEquals(Membership.ADDRESSED, layout(traces).memberships().get("result"));
    assertEquals(30, Scorer.of(spec, GRADING).score("acks", traces).score());
  }

  @Test
  @DisplayName("asks rules so many times and no more, with acknowledgements more often, with many messages not")
  void bounded() {
    assertEquals(75, evaluations(run(1, false, 1)));
    assertEquals(57, evaluations(run(2, false, 1)));
    assertEquals(170, evaluations(run(1, true, 1)));
    assertEquals(134, evaluations(run(2, true, 1)));
    assertEquals(75, evaluations(run(1, false, 33)));
  }

  @Test
  @Tag("thorough")
  @DisplayName("works no more for a flood of messages than for some hundreds")
  void boundedInAFlood() {
    int some = evaluations(run(1, false, 100));
    assertEquals(some, evaluations(run(1, false, 5000)));
    assertTrue(some < 2000, () -> some + " evaluations");
  }

  private static Layout layout(List<Trace> traces) {
    return new Charity(spec, claims).read(traces).worlds().getFirst().layout();
  }

  private static int evaluations(Trace trace) {
    Charity charity = new Charity(spec, claims);
    charity.read(List.of(trace));
    return charity.evaluations();
  }

  /** 10 is the parent, 11 the registry, 12 and 13 the servers, 14 to 16 the clients. */
  private static Trace run(int seed, boolean acks, int flood) {
    TraceScript script = new TraceScript().start(10, 0).exec(10, "/work/registro");
    for (int child = 11; child <= 16; child++) {
      script.start(child, 10);
    }
    script.create(11, REQUESTS).create(11, ANSWERS).create(12, ONE).create(13, TWO);
    for (int id = 1; id <= 2; id++) {
      int mailbox = id == 1 ? ONE : TWO;
      script.send(11 + id, REQUESTS, 1, id, mailbox, 7).receive(11, REQUESTS, 0, 1, id, mailbox, 7);
      if (acks) {
        script.send(11, ANSWERS, 100, id, mailbox, 7).receive(11 + id, ANSWERS, 100, 100, id, mailbox, 7);
      }
    }
    for (int client = 14; client <= 16; client++) {
      int id = 1 + (client * seed + seed / 2) % 2;
      int mailbox = id == 1 ? ONE : TWO;
      script.send(client, REQUESTS, 2, id, REQUESTS, 9).receive(11, REQUESTS, 0, 2, id, REQUESTS, 9);
      script.send(11, ANSWERS, id, 0, mailbox, 1).receive(client, ANSWERS, id, id, 0, mailbox, 1);
      for (int i = 0; i < 3 * flood; i++) {
        int value = (client * 5 + seed * 3 + i * i * 7) % 11;
        script.sleep(client, 1).send(client, mailbox, 4, 1, mailbox, value);
        script.receive(mailbox - ONE + 12, mailbox, 0, 4, 1, mailbox, value);
      }
      script.exit(client, 0).await(10, client);
    }
    script.send(10, REQUESTS, 5, 1, ONE, 0).receive(11, REQUESTS, 0, 5, 1, ONE, 0);
    script.send(11, ONE, 6, 1, TWO, 0).send(11, TWO, 6, 2, ONE, 0);
    script.receive(12, ONE, 0, 6, 1, TWO, 0).receive(13, TWO, 0, 6, 2, ONE, 0);
    script.remove(12, ONE).remove(13, TWO).remove(11, REQUESTS).remove(11, ANSWERS);
    script.exit(12, 0).exit(13, 0).exit(11, 0).await(10, 11).await(10, 12).await(10, 13);
    return script.exit(10, 0).end();
  }
}
