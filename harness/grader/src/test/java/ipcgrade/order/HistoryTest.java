package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A history")
class HistoryTest {
  private static final int QUEUE = 65536;
  private static final int IPC_CREAT = 01000;

  private final TraceScript script = new TraceScript().start(1, 0).create(1, QUEUE);

  @Test
  @DisplayName("gives equal messages to receives in the order they were sent")
  void equalMessages() {
    script.start(2, 1).send(2, QUEUE, 5, 7).send(1, QUEUE, 5, 7);
    script.receive(1, QUEUE, 0, 5, 7).receive(2, QUEUE, 0, 5, 7);
    History history = History.of(script.end());
    assertEquals(2, history.messages().getFirst().sender());
    assertEquals(1, history.messages().getFirst().received().orElseThrow().pid());
    assertEquals(2, history.messages().getLast().received().orElseThrow().pid());
  }

  @Test
  @DisplayName("leaves unreceived what nobody took, whatever its type")
  void unreceived() {
    script.send(1, QUEUE, 5, 7).send(1, QUEUE, 6, 7).receive(1, QUEUE, 6, 6, 7);
    History history = History.of(script.end());
    assertTrue(history.messages().getFirst().received().isEmpty());
    assertTrue(history.messages().getLast().received().isPresent());
  }

  @Test
  @DisplayName("knows who made a queue, and whether it was left over")
  void queues() {
    script.start(2, 1).call(2, new MsgGet(0, IPC_CREAT), QUEUE);
    assertEquals(1, History.of(script.end()).queues().getFirst().creator());
    assertTrue(History.of(script.end()).queues().getFirst().left());
    assertFalse(History.of(script.remove(1, QUEUE).end()).queues().getFirst().left());
  }

  @Test
  @DisplayName("tells of each queue whether it was left, by its own msqid")
  void left() {
    script.create(1, QUEUE + 1).remove(1, QUEUE);
    assertEquals(
        List.of(false, true), History.of(script.end()).queues().stream().map(QueueHistory::left).toList());
  }

  @Test
  @DisplayName("has processes, what they executed and how they ended, and no threads among them")
  void processes() {
    script.start(2, 1).thread(2, 20).start(3, 1).start(4, 1).exec(2, "/bin/a").exec(2, "/bin/b");
    script.exit(2, 0).exit(3, 1);
    Trace trace = script.end();
    History history = History.of(trace);
    assertSame(trace, history.trace());
    assertEquals(List.of(1, 2, 3, 4), history.processes().stream().map(ProcessHistory::pid).toList());
    assertFalse(history.process(2).orElseThrow().start().thread());
    assertEquals(
        List.of("/bin/a", "/bin/b"),
        history.process(2).orElseThrow().execs().stream().map(Event.Exec::path).toList());
    assertEquals(
        List.of(false, true, false, false),
        history.processes().stream().map(ProcessHistory::clean).toList());
  }

  @Test
  @DisplayName("knows of a message its queue, type and text")
  void message() {
    Message message = History.of(script.send(1, QUEUE, 5, 7).end()).messages().getFirst();
    assertEquals(QUEUE, message.msqid());
    assertEquals(5, message.mtype());
    assertEquals(message.send().payload(), message.payload());
    assertEquals(4, message.payload().size());
  }

  @Test
  @DisplayName("proves that a send is behind what its receiver does next, and nothing of strangers")
  void happensBefore() {
    script.start(2, 1).start(3, 1);
    script.send(2, QUEUE, 1, 4).send(3, QUEUE, 2, 4).receive(1, QUEUE, 1, 1, 4).remove(1, QUEUE);
    Trace trace = script.end();
    History history = History.of(trace);
    Event first = history.messages().getFirst().sent();
    Event second = history.messages().getLast().sent();
    Event removal = history.queues().getFirst().removed().orElseThrow();
    assertTrue(history.order().proves(first, removal));
    assertFalse(history.order().proves(second, removal));
    assertFalse(history.order().proves(first, second));
    assertFalse(history.order().proves(second, first));
    assertTrue(history.order().before(second, removal), "as this run did it");
  }

  @Test
  @DisplayName("orders a child after its fork, its exit before the wait, a removal before its EINVAL")
  void lifeAndDeath() {
    script.start(2, 1).start(3, 1).exit(2, 0).await(1, 2).remove(1, QUEUE);
    script.call(3, new MsgRcv(QUEUE, 8, 0, 0, 0, Payload.EMPTY), -22).exit(3, 0);
    History history = History.of(script.end());
    HappensBefore order = history.order();
    Event creation = history.queues().getFirst().created();
    Event removal = history.queues().getFirst().removed().orElseThrow();
    Event failed = history.process(3).orElseThrow().calls().findFirst().orElseThrow();
    Event last = history.process(3).orElseThrow().exit().orElseThrow();
    assertTrue(order.proves(creation, history.process(2).orElseThrow().start()));
    assertTrue(order.proves(history.process(2).orElseThrow().exit().orElseThrow(), removal));
    assertTrue(order.proves(removal, last), "by the EINVAL that it caused");
    assertFalse(order.proves(failed, removal));
    assertTrue(order.proves(creation, failed));
  }
}
