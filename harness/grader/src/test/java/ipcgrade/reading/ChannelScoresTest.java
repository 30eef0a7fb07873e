package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.ChannelScores.Open;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Payload;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The parent (1), two children (2, 3) and another (4). Child 2 says hello, is answered on its own queue and shouts
 * there; child 3 says hello to nobody, shouts on the queue of 2, and waits on its own in vain.
 */
@DisplayName("The score of a queue as a channel")
class ChannelScoresTest {
  private static final int BOX = 65536;
  private static final int ONE = 65537;
  private static final int TWO = 65538;
  private static final String SPEC =
      """
      schema: ipcgrade/spec/1
      id: scores
      title: {en: Scores, it: Punti}
      roles:
        child: {count: 2, plural: children}
        parent: {root: true}
        other: {}
      channels:
        box: {}
        own: {of: child}
        side: {}
      kinds:
        hello: {from: child, to: parent, on: box, fields: {queue: {msqid: own}, number: {range: [1, 2]}}}
        ping: {from: child, to: parent, on: box, fields: {queue: {msqid: side}}}
        answer: {from: parent, to: child, on: own}
        shout: {from: child, to: other, on: own}
        aside: {from: child, to: other, on: side}
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: 'true'
          hint: {en: One., it: Uno.}
      """;

  private static final int CHILD = 0;
  private static final int PARENT = 1;
  private static final int OTHER = 2;

  private static Spec spec;

  private Flows flows;
  private ChannelScores scores;
  private Cast cast;

  @BeforeAll
  static void load() throws Exception {
    spec = SpecLoader.load(SPEC, Path.of("grading.yml"));
  }

  @BeforeEach
  void cast() {
    TraceScript script = new TraceScript().start(2, 0).start(1, 2).start(3, 1).start(4, 1).start(5, 1);
    script.create(1, BOX).create(2, ONE).create(3, TWO);
    script.send(2, BOX, 1, ONE).receive(1, BOX, 0, 1, ONE).send(3, BOX, 1, TWO);
    script.send(1, ONE, 2, 7).receive(2, ONE, 2, 2, 7);
    script.send(2, ONE, 3, 7).receive(4, ONE, 3, 3, 7).send(3, ONE, 3, 8).receive(4, ONE, 3, 3, 8);
    script.call(3, new MsgRcv(TWO, 8, 0, 04000, 0, Payload.EMPTY), -42);
    script.call(3, new MsgRcv(99, 8, 0, 04000, 0, Payload.EMPTY), -22);
    flows = new Flows(History.of(script.end()), 1);
    scores = new ChannelScores(spec, flows);
    cast = new Cast(spec, Flows.bit(flows.processes().size()) - 1);
    cast.add(CHILD, bit(2));
    cast.add(CHILD, bit(3));
    cast.add(PARENT, bit(1));
    cast.add(OTHER, bit(4));
  }

  @Test
  @DisplayName("counts for each kind who sent to whom, what nobody took, and who listened")
  void forAll() {
    assertEquals(2 * (ChannelScores.DELIVERED + 1 + 1), score("box", 0, BOX));
    assertEquals(0, score("box", 0, TWO));
    assertEquals(2 * ChannelScores.DELIVERED + 1, score("side", 0, ONE));
  }

  @Test
  @DisplayName("counts on a channel of its own what the owner got, sent, made and announced, and no more")
  void own() {
    int got = ChannelScores.DELIVERED + 1;
    int shouted = ChannelScores.DELIVERED + 1;
    assertEquals(got + shouted + ChannelScores.ANNOUNCED + ChannelScores.CREATED, score("own", 2, ONE));
    assertEquals(shouted, score("own", 3, ONE));
    assertEquals(1 + ChannelScores.ANNOUNCED + ChannelScores.CREATED, score("own", 3, TWO));
  }

  @Test
  @DisplayName("counts a message for one kind only, once a process plays two roles")
  void twice() {
    cast.remove(OTHER, bit(4));
    cast.add(OTHER, bit(2));
    assertEquals(ChannelScores.DELIVERED + 1 + 2, score("box", 0, BOX));
  }

  @Test
  @DisplayName("has in common what two channels earn by the same messages")
  void common() {
    Open box = open("box", 0);
    Open one = open("own", 2);
    Open two = open("own", 3);
    assertEquals(0, scores.common(one, two, index(ONE), cast));
    assertEquals(0, scores.common(box, one, index(BOX), cast));
    assertEquals(ChannelScores.DELIVERED, scores.common(one, open("side", 0), index(ONE), cast));
    assertEquals(ChannelScores.DELIVERED, scores.common(open("side", 0), two, index(ONE), cast));
    assertEquals(4 * (ChannelScores.DELIVERED + 1), scores.common(box, box, index(BOX), cast));
  }

  @Test
  @DisplayName("is bounded, while places are open, by what the likeliest would bring")
  void bound() {
    int whole = scores.bound(cast);
    assertEquals(10 + 7 + 13 + 6, whole);
    cast.remove(CHILD, bit(3));
    cast.allow(CHILD, -1, false);
    assertTrue(scores.bound(cast) >= whole);
    assertEquals(1, cast.close(CHILD));
    assertTrue(scores.bound(cast) < whole);
  }

  @Test
  @DisplayName("is of channels in the order of the spec, own ones for each player")
  void channels() {
    assertEquals(
        List.of("box -1", "own " + process(2), "own " + process(3), "side -1"),
        scores.channels(cast).stream().map(open -> open.carrier().name() + " " + open.owner()).toList());
  }

  @Test
  @DisplayName("is of use to who sends or receives on the channel, and to the root")
  void users() {
    assertEquals(bit(1) | bit(2) | bit(3), scores.users(open("box", 0), cast));
    assertEquals(bit(1) | bit(2) | bit(4), scores.users(open("own", 2), cast));
    assertEquals(bit(1) | bit(2) | bit(3) | bit(4), scores.users(open("side", 0), cast));
  }

  @Test
  @DisplayName("counts as announcing only the kinds that hold the msqid of that channel")
  void announces() {
    Spec.Channel own = Objects.requireNonNull(spec.channels().get("own"));
    List<String> announcing =
        spec.kinds().values().stream()
            .filter(kind -> ChannelScores.announces(kind, own))
            .map(Spec.Kind::name)
            .toList();
    assertEquals(List.of("hello"), announcing);
  }

  @Test
  @DisplayName("knows a queue that nobody ever used, and who looked at which")
  void unused() {
    assertFalse(flows.unused(index(BOX)));
    assertFalse(flows.unused(index(TWO)));
    assertEquals(bit(3), flows.lost(index(BOX)));
    assertEquals(bit(1), flows.listeners(index(BOX)));
    assertEquals(bit(2) | bit(4), flows.listeners(index(ONE)));
    assertEquals(bit(3), flows.listeners(index(TWO)));
    assertEquals(bit(2), flows.announcers(index(ONE)));
    assertEquals(bit(2) | bit(3), flows.senders(index(ONE), process(4)));
    assertEquals(bit(2), flows.receivers(index(ONE), process(1)));
    assertEquals(List.of(2, 1, 3, 4), flows.processes().stream().map(ProcessHistory::pid).toList());
    assertEquals(flows.processes(), flows.of(-1L));
    assertEquals(
        List.of(2, 3), flows.of(bit(3) | bit(2)).stream().map(ProcessHistory::pid).toList());
  }

  @Test
  @DisplayName("takes a 0 for the msqid 0 only where its sender made that queue: most messages hold a 0")
  void zero() {
    TraceScript script = new TraceScript().start(1, 0).start(2, 1).start(3, 1);
    script.create(2, 0).create(3, ONE);
    script.send(2, ONE, 1, 0, 7).receive(3, ONE, 0, 1, 0, 7).send(3, 0, 1, 0, 7).receive(2, 0, 0, 1, 0, 7);
    Flows zero = new Flows(History.of(script.end()), 1);
    assertEquals(List.of(0, ONE), zero.queues().stream().map(QueueHistory::msqid).toList());
    assertEquals(List.of(2), zero.of(zero.announcers(0)).stream().map(ProcessHistory::pid).toList());
  }

  private int score(String channel, int owner, int msqid) {
    return scores.score(open(channel, owner), index(msqid), cast);
  }

  /** A channel; {@code owner} is a pid, or 0 for one that is for all. */
  private Open open(String channel, int owner) {
    return scores.channels(cast).stream()
        .filter(open -> open.carrier().name().equals(channel))
        .filter(open -> open.owner() == (owner == 0 ? -1 : process(owner)))
        .findFirst()
        .orElseThrow();
  }

  private int process(int pid) {
    return flows.processes().stream().map(ProcessHistory::pid).toList().indexOf(pid);
  }

  private long bit(int pid) {
    return Flows.bit(process(pid));
  }

  private int index(int msqid) {
    return flows.queues().stream().map(queue -> queue.msqid()).toList().indexOf(msqid);
  }
}
