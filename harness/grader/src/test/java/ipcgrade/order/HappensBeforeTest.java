package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Output;
import ipcgrade.trace.Event.Signal;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.SemChange;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Happens-before")
class HappensBeforeTest {
  private static final int QUEUE = 65536;
  private static final int OTHER = 65537;

  private final TraceScript script = new TraceScript().start(1, 0).create(1, QUEUE).start(2, 1).start(3, 1);

  @Test
  @DisplayName("of an event and itself proves nothing")
  void itself() {
    History history = history(script.send(2, QUEUE, 1, 7));
    Event send = calls(history, 2).getFirst();
    assertFalse(history.order().proves(send, send));
    assertFalse(history.order().before(send, send));
    assertTrue(history.order().excludes(send, send));
    Event start = history.process(2).orElseThrow().start();
    assertFalse(history.order().before(start, start));
    assertTrue(history.order().excludes(start, start));
  }

  private static final int SET = 5;

  @Test
  @DisplayName("has what opens a gate before what comes through it")
  void gate() {
    script.call(1, new SemGet(0, 1, 0600), SET).call(1, change(2), 0);
    History history = history(script.call(2, change(-1), 0).call(3, change(-1), 0).exit(2, 0).exit(3, 0));
    Event opens = calls(history, 1).getLast();
    assertTrue(history.order().proves(opens, exit(history, 2)));
    assertTrue(history.order().proves(opens, exit(history, 3)));
    assertFalse(history.order().proves(opens, calls(history, 2).getFirst()), "it may wait already");
  }

  @Test
  @DisplayName("has all who add to a semaphore before who takes all of it, and none before who takes some")
  void gathering() {
    script.call(2, change(1), 0).call(3, change(1), 0).call(1, change(-2), 0).exit(1, 0);
    History all = history(script);
    assertTrue(all.order().proves(calls(all, 2).getFirst(), exit(all, 1)));
    assertTrue(all.order().proves(calls(all, 3).getFirst(), exit(all, 1)));
    TraceScript again = new TraceScript().start(1, 0).start(2, 1).start(3, 1);
    again.call(2, change(1), 0).call(3, change(1), 0).call(1, change(-1), 0).exit(1, 0);
    History some = history(again);
    assertFalse(some.order().proves(calls(some, 2).getFirst(), exit(some, 1)));
    assertFalse(some.order().proves(calls(some, 3).getFirst(), exit(some, 1)));
  }

  @Test
  @DisplayName("leaves who has a lock first and who has it next unordered")
  void lock() {
    script.call(1, new SemCtl(SET, 0, 16, List.of(1)), 0);
    for (int pid = 2; pid <= 3; pid++) {
      script.call(pid, change(-1), 0).call(pid, change(1), 0).exit(pid, 0);
    }
    History history = history(script);
    assertFalse(history.order().proves(calls(history, 2).getLast(), exit(history, 3)));
  }

  @Test
  @DisplayName("has each of one producer's calls before the consumer's that needs it")
  void produced() {
    script.call(2, change(1), 0).call(2, change(1), 0);
    script.call(3, change(-1), 0).call(3, change(-1), 0).exit(3, 0);
    History history = history(script);
    List<Call> made = calls(history, 2);
    Event second = calls(history, 3).getLast();
    assertTrue(history.order().proves(made.getFirst(), second));
    assertFalse(history.order().proves(made.getLast(), second));
    assertTrue(history.order().proves(made.getLast(), exit(history, 3)));
  }

  @Test
  @DisplayName("has all who come to a barrier before who waits for zero")
  void barrier() {
    script.call(2, change(7), 0).call(1, new SemCtl(SET, 0, 17, List.of(2)), 0).send(1, QUEUE, 1, 1);
    script.receive(2, QUEUE, 0, 1, 1).send(1, QUEUE, 1, 2).receive(3, QUEUE, 0, 1, 2);
    script.call(2, change(-1), 0).call(3, change(-1), 0).call(1, change(0), 0).exit(1, 0);
    History history = history(script);
    assertTrue(history.order().proves(calls(history, 2).getLast(), exit(history, 1)));
    assertTrue(history.order().proves(calls(history, 3).getLast(), exit(history, 1)));
  }

  @Test
  @DisplayName("knows that the end of a process may give back what it took with SEM_UNDO")
  void undone() {
    for (int flags : new int[] {0, 010000}) {
      TraceScript run = new TraceScript().start(1, 0).create(1, QUEUE).start(2, 1).start(3, 1);
      run.call(1, new SemCtl(SET, 0, 16, List.of(1)), 0).send(1, QUEUE, 1, 1).receive(2, QUEUE, 0, 1, 1);
      run.call(2, new SemOp("semop", SET, List.of(new SemChange(0, -1, flags)), -1, List.of()), 0);
      run.send(2, QUEUE, 1, 7).receive(1, QUEUE, 0, 1, 7);
      run.call(3, change(1), 0).call(1, change(-1), 0).exit(1, 0);
      History history = history(run);
      assertEquals(flags == 0, history.order().proves(calls(history, 3).getFirst(), exit(history, 1)));
    }
  }

  private static Operation change(int semop) {
    return new SemOp("semop", SET, List.of(new SemChange(0, semop, 0)), -1, List.of());
  }

  private static Event exit(History history, int pid) {
    return history.process(pid).orElseThrow().exit().orElseThrow();
  }

  @Test
  @DisplayName("goes where nothing orders two calls by whether one was over before the other began")
  void overlapping() {
    script.sleep(2, 1, meanwhile -> meanwhile.send(3, QUEUE, 1, 7)).exec(3, "/p").sleep(3, 1);
    History history = history(script.call(2, new Kill("kill", 3, 9), 0));
    Event sleep = calls(history, 2).getFirst();
    Event send = calls(history, 3).getFirst();
    assertFalse(history.order().before(send, sleep));
    assertFalse(history.order().before(sleep, send));
    assertTrue(history.order().before(send, calls(history, 2).getLast()));
    assertFalse(history.order().proves(send, calls(history, 2).getLast()));
    assertTrue(history.order().proves(send, calls(history, 3).getLast()));
  }

  @Test
  @DisplayName("has a send before what its receiver does next, though the send returned later")
  void handedOver() {
    MsgSnd send = new MsgSnd(QUEUE, 1, Payload.of((byte) 7), 0);
    MsgRcv receive = new MsgRcv(QUEUE, 8, 0, 0, 1, Payload.of((byte) 7));
    List<Event> events = new ArrayList<>(script.end().events());
    long first = events.getLast().seq() + 1;
    events.add(call(2, first, first + 2, receive, 1));
    events.add(call(3, first + 1, first + 3, send, 0));
    events.add(new Exit(first + 4, 0, 2, 2, 0, 0));
    events.add(new Exit(first + 5, 0, 3, 3, 0, 0));
    History history = History.of(RandomHistory.trace(events));
    Event sent = calls(history, 3).getFirst();
    Event received = calls(history, 2).getFirst();
    assertEquals(received, history.messages().getFirst().received().orElseThrow());
    assertTrue(history.order().proves(sent, history.process(2).orElseThrow().exit().orElseThrow()));
    assertTrue(history.order().excludes(received, sent));
    assertFalse(history.order().proves(sent, received), "the receive may begin first");
    assertFalse(history.order().proves(received, history.process(3).orElseThrow().exit().orElseThrow()));
  }

  @Test
  @DisplayName("has a removal before what follows the EIDRM that it causes, though the removal returned later")
  void removedUnderWay() {
    List<Event> events = new ArrayList<>(script.end().events());
    long first = events.getLast().seq() + 1;
    events.add(call(2, first, first + 2, new MsgRcv(QUEUE, 8, 0, 0, 0, Payload.EMPTY), -43));
    events.add(call(3, first + 1, first + 3, new MsgCtl(QUEUE, 0, 0), 0));
    events.add(new Exit(first + 4, 0, 2, 2, 0, 0));
    History history = History.of(RandomHistory.trace(events));
    Event removal = calls(history, 3).getFirst();
    assertTrue(history.order().proves(removal, history.process(2).orElseThrow().exit().orElseThrow()));
    assertTrue(history.order().excludes(calls(history, 2).getFirst(), removal));
  }

  @Test
  @DisplayName("has all that a thread does in its order, output and signals too")
  void program() {
    List<Event> events = new ArrayList<>(script.end().events());
    long first = events.getLast().seq() + 1;
    events.add(new Output(first, 0, 2, 2, 1, Payload.of((byte) 65)));
    events.add(new Signal(first + 1, 0, 2, 2, 15));
    events.add(new Exit(first + 2, 0, 2, 2, 0, 15));
    History history = History.of(RandomHistory.trace(events));
    List<Event> own = history.process(2).orElseThrow().events();
    for (int at = 1; at < own.size(); at++) {
      assertTrue(history.order().proves(own.get(at - 1), own.get(at)));
    }
    assertFalse(history.order().proves(own.get(1), history.process(3).orElseThrow().start()));
  }

  @Test
  @DisplayName("has a removal behind EIDRM and EINVAL only of calls on the same queue that failed by it")
  void otherFailures() {
    Payload none = Payload.EMPTY;
    script.create(1, OTHER).call(1, new MsgCtl(OTHER, 0, 0), -1).remove(1, QUEUE);
    script.call(2, new MsgRcv(OTHER, 8, 0, 04000, 0, none), -42).exit(2, 0);
    script.call(3, new MsgRcv(OTHER, 8, 0, 0, 0, none), -22).exit(3, 0);
    History history = history(script);
    for (Event removal : calls(history, 1).subList(2, 4)) {
      assertFalse(history.order().proves(removal, history.process(2).orElseThrow().exit().orElseThrow()));
      assertFalse(history.order().proves(removal, history.process(3).orElseThrow().exit().orElseThrow()));
    }
  }

  private static Call call(int pid, long entry, long seq, Operation operation, long result) {
    return new Call(seq, entry, 0, 0, pid, pid, operation, result, false, List.of(), List.of());
  }

  @Test
  @DisplayName("excludes what it proves the other way round, and nothing that is open")
  void excludes() {
    History history = history(script.send(2, QUEUE, 1, 7).send(3, QUEUE, 2, 7).receive(3, QUEUE, 1, 1, 7));
    Event first = calls(history, 2).getFirst();
    Event second = calls(history, 3).getFirst();
    Event receipt = calls(history, 3).getLast();
    assertTrue(history.order().excludes(receipt, second));
    assertFalse(history.order().excludes(second, receipt));
    assertFalse(history.order().excludes(first, second));
    assertFalse(history.order().excludes(second, first));
    assertTrue(history.order().before(first, second));
    assertFalse(history.order().before(second, first));
  }

  @Test
  @DisplayName("has a queue's creation before its use by others, and not that of another queue")
  void creation() {
    script.call(3, new MsgGet(5, 01000), OTHER).send(2, OTHER, 1, 7).send(2, QUEUE, 1, 8);
    History history = history(script.exit(2, 0));
    Event creation = calls(history, 3).getFirst();
    Event use = calls(history, 2).getFirst();
    Event after = calls(history, 2).getLast();
    assertTrue(history.order().proves(creation, after));
    assertFalse(history.order().proves(creation, use), "a send may begin before the queue is there");
    assertFalse(history.order().proves(use, creation));
  }

  @Test
  @DisplayName("has a removal before what follows its EIDRM or EINVAL, unless the call itself was invalid")
  void removal() {
    Payload none = Payload.EMPTY;
    script.remove(1, QUEUE).call(2, new MsgRcv(QUEUE, 8, 0, 0, 0, none), -43).exit(2, 0);
    script.call(3, new MsgSnd(QUEUE, 0, none, 0), -22).call(3, new MsgRcv(QUEUE, -1, 0, 0, 0, none), -22)
        .exit(3, 0);
    History history = history(script);
    Event removal = calls(history, 1).getLast();
    assertTrue(history.order().proves(removal, history.process(2).orElseThrow().exit().orElseThrow()));
    assertFalse(history.order().proves(removal, history.process(3).orElseThrow().exit().orElseThrow()));
  }

  @Test
  @DisplayName("has an EINVAL by the removal behind it, of a send and of a receive alike")
  void invalid() {
    Payload none = Payload.EMPTY;
    script.remove(1, QUEUE).call(2, new MsgSnd(QUEUE, 1, none, 0), -22).exit(2, 0);
    script.call(3, new MsgRcv(QUEUE, 0, 0, 0, 0, none), -22).exit(3, 0);
    History history = history(script);
    Event removal = calls(history, 1).getLast();
    assertTrue(history.order().proves(removal, history.process(2).orElseThrow().exit().orElseThrow()));
    assertTrue(history.order().proves(removal, history.process(3).orElseThrow().exit().orElseThrow()));
  }

  @Test
  @DisplayName("has a thread after who made it, and all threads before the exit of their process")
  void threads() {
    script.send(2, QUEUE, 1, 1).thread(2, 20).send(20, QUEUE, 1, 2).send(2, QUEUE, 1, 3).exit(2, 0).await(1,
        2);
    History history = history(script);
    List<Call> calls = calls(history, 2);
    Event wait = calls(history, 1).getLast();
    assertTrue(history.order().proves(calls.get(0), calls.get(1)));
    assertFalse(history.order().proves(calls.get(1), calls.get(2)));
    assertTrue(history.order().proves(calls.get(1), history.process(2).orElseThrow().exit().orElseThrow()));
    assertFalse(history.order().proves(calls.get(1), wait), "a wait may begin before its child ends");
  }

  private static History history(TraceScript script) {
    return History.of(script.end());
  }

  private static List<Call> calls(History history, int pid) {
    return history.process(pid).orElseThrow().calls().toList();
  }
}
