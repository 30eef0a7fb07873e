package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
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
