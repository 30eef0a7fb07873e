package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A matching")
class MatchingTest {
  private static final int QUEUE = 65536;
  private static final int IPC_CREAT = 01000;
  private static final int MSG_STAT = 11;

  private final TraceScript script = new TraceScript().start(1, 0).start(2, 1);

  @Test
  @DisplayName("finds a contradiction where a message is received that nobody sent, and then decides nothing")
  void contradiction() {
    History history =
        History.of(script.contained().create(1, QUEUE).receive(2, QUEUE, 0, 5, 7).exit(2, 0).end());
    assertTrue(history.contradiction().startsWith("queue 65536: after 1 calls"), history.contradiction());
    assertFalse(history.decided());
  }

  @Test
  @DisplayName("blames nobody where the trace may lack a call: a process was killed, or has threads")
  void incomplete() {
    script.contained().create(1, QUEUE).receive(2, QUEUE, 0, 5, 7);
    Trace whole = script.end();
    List<Event> killed = new ArrayList<>(whole.events());
    killed.add(new Exit(99, 0, 2, 2, 0, 9));
    History history =
        History.of(new Trace(whole.request(), killed, whole.end(), whole.queues(), whole.wallNanos()));
    assertEquals("", history.contradiction());
    assertFalse(history.decided());
    assertEquals("", History.of(script.thread(1, 30).end()).contradiction());
  }

  @Test
  @DisplayName("tells of the first queue only that contradicts itself")
  void first() {
    script.contained().create(1, QUEUE).create(1, QUEUE + 1).receive(2, QUEUE + 1, 0, 5, 7).receive(2, QUEUE,
        0, 5, 7);
    assertTrue(History.of(script.end()).contradiction().startsWith("queue 65536: "));
  }

  @Test
  @DisplayName("decides, and finds no fault, where others may have used the queue or it was there before")
  void shared() {
    History open = History.of(script.create(1, QUEUE).receive(2, QUEUE, 0, 5, 7).end());
    assertEquals("", open.contradiction());
    assertTrue(open.decided());
    TraceScript there = new TraceScript().contained().start(1, 0).call(1, new MsgGet(77, 0), QUEUE);
    assertTrue(History.of(there.receive(1, QUEUE, 0, 5, 7).end()).decided());
    TraceScript made = new TraceScript().contained().start(1, 0).call(1, new MsgGet(77, IPC_CREAT), QUEUE);
    assertFalse(History.of(made.receive(1, QUEUE, 0, 5, 7).end()).decided());
    TraceScript own = new TraceScript().contained().start(1, 0).call(1, new MsgGet(0, 0), QUEUE);
    assertFalse(History.of(own.receive(1, QUEUE, 0, 5, 7).end()).decided());
    TraceScript guessed = new TraceScript().contained().start(1, 0).receive(1, QUEUE, 0, 5, 7);
    assertTrue(History.of(guessed.end()).decided());
  }

  @Test
  @DisplayName("has the messages of all queues in the order of their sends' returns")
  void sorted() {
    script.contained().create(1, QUEUE).create(1, QUEUE + 1).send(2, QUEUE + 1, 1, 7).send(2, QUEUE, 2, 7);
    script.send(2, QUEUE + 1, 3, 7).receive(1, QUEUE, 2, 2, 7);
    List<Message> messages = History.of(script.end()).messages();
    assertEquals(List.of(1L, 2L, 3L), messages.stream().map(Message::mtype).toList());
    assertEquals(List.of(false, true, false), messages.stream().map(m -> m.received().isPresent()).toList());
  }

  @Test
  @DisplayName("has no messages of sends that failed")
  void failed() {
    MsgSnd refused = new MsgSnd(QUEUE, 1, text(7), 0);
    script.create(1, QUEUE).call(2, refused, -13).send(2, QUEUE, 2, 7);
    List<Message> guessed = History.of(script.end()).messages();
    assertEquals(List.of(2L), guessed.stream().map(Message::mtype).toList());
    assertEquals(guessed, History.of(script.contained().end()).messages());
  }

  @Test
  @DisplayName("counts to a queue the calls that name it, and the msgget that returned it")
  void queues() {
    script.call(1, new MsgGet(7, 0), -2).create(1, QUEUE).send(2, QUEUE, 1, 7).receive(1, QUEUE, 0, 1, 7);
    script.call(1, new MsgCtl(QUEUE, 2, 0), 0).call(1, new MsgCtl(QUEUE, MSG_STAT, 0), 0).sleep(1, 1);
    Map<Integer, List<Call>> queues = Matching.queues(script.remove(1, QUEUE).end());
    assertEquals(
        Map.of(QUEUE, List.of("msgget", "msgsnd", "msgrcv", "msgctl", "msgctl")),
        Map.of(QUEUE,
            queues.getOrDefault(QUEUE, List.of()).stream().map(c -> c.operation().name()).toList()));
    assertEquals(1, queues.size());
  }

  @Test
  @DisplayName("seems to give a receive the oldest send of its type and text that began before it was over")
  void seeming() {
    Call late = call(30, 29, new MsgSnd(QUEUE, 1, text(7), 0), 0, false);
    Call first = call(4, 3, new MsgSnd(QUEUE, 1, text(7), 0), 0, false);
    Call other = call(6, 5, new MsgSnd(QUEUE, 1, text(8), 0), 0, false);
    Call failed = call(8, 7, new MsgSnd(QUEUE, 1, text(9), 0), -11, false);
    Call pending = call(99, 9, new MsgSnd(QUEUE, 1, text(10), 0), 0, true);
    Call copy = call(12, 11, new MsgRcv(QUEUE, 8, 0, 040000, 1, text(8)), 1, false);
    Call one = call(14, 13, new MsgRcv(QUEUE, 8, 0, 0, 1, text(7)), 1, false);
    Call two = call(16, 15, new MsgRcv(QUEUE, 8, 0, 0, 1, text(7)), 1, false);
    Call three = call(18, 17, new MsgRcv(QUEUE, 8, 0, 0, 1, text(9)), 1, false);
    Call four = call(20, 19, new MsgRcv(QUEUE, 8, 0, 0, 1, text(10)), 1, false);
    List<Call> calls =
        List.of(late, first, other, failed, pending, copy, one, two, three, four).stream()
            .sorted(Comparator.comparingLong(Call::seq))
            .toList();
    assertEquals(Map.of(4L, one, 99L, four), Matching.seeming(calls));
  }

  @Test
  @DisplayName("takes as the same text what is whole, or was cut where the receive's room ended")
  void sameText() {
    MsgSnd sent = new MsgSnd(QUEUE, 1, text(1, 2, 3), 0);
    assertTrue(Matching.sameText(sent, new MsgRcv(QUEUE, 8, 0, 0, 1, text(1, 2, 3))));
    assertTrue(Matching.sameText(sent, new MsgRcv(QUEUE, 2, 0, 0, 1, text(1, 2))));
    assertFalse(Matching.sameText(sent, new MsgRcv(QUEUE, 8, 0, 0, 1, text(1, 2))));
    assertFalse(Matching.sameText(sent, new MsgRcv(QUEUE, 8, 0, 0, 1, text(1, 2, 4))));
    assertFalse(Matching.sameText(sent, new MsgRcv(QUEUE, 8, 0, 0, 1, text(1, 2, 3, 4))));
  }

  private static Call call(long seq, long entry, Operation operation, long result, boolean pending) {
    return new Call(seq, entry, 0, 0, 1, 1, operation, result, pending, List.of(), List.of());
  }

  private static Payload text(int... bytes) {
    byte[] text = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      text[i] = (byte) bytes[i];
    }
    return Payload.of(text);
  }
}
