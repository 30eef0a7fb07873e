package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Strategy;
import ipcgrade.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest extends AgentTest {
  @ParameterizedTest
  @EnumSource(Strategy.class)
  void everyKindOfSleepTakesVirtualTimeOnly(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("clock"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals(
        """
        sleep 10
        usleep 5
        until 20
        select 3
        poll 4
        0 pipe 7
        1 condition 10
        alarm 20
        4 interrupted 10
        busy 5
        9 9
        """,
        CallsTest.output(trace));
    assertTrue(trace.wallNanos() < 1_000_000_000, () -> trace.wallNanos() + " ns for 9 s");
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void theOrderOfSleepsIsKept(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("order"));
    List<Event.Call> sends =
        trace.events(Event.Call.class).filter(call -> call.operation() instanceof MsgSnd).toList();
    assertEquals(
        List.of(1L, 2L, 3L), sends.stream().map(call -> ((MsgSnd) call.operation()).mtype()).toList());
    assertEquals(List.of(1L, 2L, 3L), sends.stream().map(call -> call.time() / 1_000_000_000).toList());
  }

  @Test
  void withoutVirtualTimeASleepIsReal() {
    Trace trace = agent.run(Strategy.FAIR, 1, TestAgent.LIMITS, false, Programs.inside("pingpong"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertTrue(trace.wallNanos() > 3_000_000_000L);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aDeadlockIsFoundWithTheCallsThatMakeIt(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("deadlock"));
    RunEnd.Deadlock deadlock = assertInstanceOf(RunEnd.Deadlock.class, trace.end());
    assertEquals(
        List.of("wait4", "msgrcv"),
        deadlock.blocked().stream().map(call -> call.operation().name()).toList());
    assertTrue(deadlock.blocked().stream().allMatch(Event.Call::pending));
    assertEquals(List.of(1L), trace.queues().stream().map(QueueState::qnum).toList());
    assertTrue(trace.wallNanos() < 1_000_000_000);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void pollingComesToAnEnd(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("polling"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertTrue(trace.events().size() < 500, () -> trace.events().size() + " events");
    assertTrue(trace.events().getLast().time() < 2_500_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crowd", "signals", "removal", "family", "clock"})
  void theSameSeedMakesTheSameTrace(String program) {
    Trace one = random(7, program);
    assertEquals(new RunEnd.Finished(), one.end());
    for (int again = 0; again < 3; again++) {
      assertEquals(timeless(one), timeless(random(7, program)));
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aProcessLivesOnWhenItsFirstThreadHasEnded(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("leader"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals("received\n", CallsTest.output(trace));
    assertTrue(trace.wallNanos() < 1_000_000_000, () -> trace.wallNanos() + " ns for 5 s");
  }

  @Test
  void anotherSeedMakesAnotherTrace() {
    assertNotEquals(workers(random(7, "crowd")), workers(random(8, "crowd")));
  }

  private Trace random(long seed, String program) {
    return agent.run(Strategy.RANDOM, seed, TestAgent.LIMITS, true, Programs.inside(program));
  }

  /** Events but for the real times in the queue table. */
  static List<Event> timeless(Trace trace) {
    return trace.events().stream()
        .map(
            event -> event instanceof Event.Call c
                ? new Event.Call(
                    c.seq(),
                    c.entry(),
                    c.time(),
                    c.entryTime(),
                    c.pid(),
                    c.tid(),
                    c.operation(),
                    c.result(),
                    c.pending(),
                    c.stack(),
                    List.of())
                : event)
        .toList();
  }

  private static List<Integer> workers(Trace trace) {
    return trace.events(Event.Call.class).map(Event.Call::pid).toList();
  }
}
