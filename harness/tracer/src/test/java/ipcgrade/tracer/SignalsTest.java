package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignalsTest extends AgentTest {
  private static final int EINTR = 4;
  private static final int EIDRM = 43;

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void aHandlerInterruptsAndAnIgnoredSignalDoesNot(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("signals"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals("-1 4 10\n8 4\n-1 4 10\n1 9\n", CallsTest.output(trace));
    assertEquals(
        List.of(EINTR, 0),
        trace
            .events(Event.Call.class)
            .filter(call -> call.operation() instanceof MsgRcv)
            .map(Event.Call::errno)
            .toList(),
        "two logical calls, although the kernel saw more");
    assertEquals(
        List.of(10, 12, 10), trace.events(Event.Signal.class).map(Event.Signal::signal).toList());
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whoWaitsAtAQueueThatIsRemovedGetsEidrm(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("removal"));
    assertEquals(new RunEnd.Finished(), trace.end());
    Event.Call removal =
        trace
            .events(Event.Call.class)
            .filter(call -> call.operation() instanceof MsgCtl)
            .findFirst()
            .orElseThrow();
    List<Event.Call> woken =
        trace.events(Event.Call.class).filter(call -> call.errno() == EIDRM).toList();
    assertEquals(2, woken.size());
    assertTrue(woken.stream().anyMatch(call -> call.operation() instanceof MsgSnd));
    assertTrue(
        woken.stream().allMatch(call -> call.entry() < removal.entry() && call.seq() > removal.seq()));
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void aStoppedProcessStaysStoppedUntilItIsContinued(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("stopped"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals("stopped 1\nended 4\n", CallsTest.output(trace));
  }
}
