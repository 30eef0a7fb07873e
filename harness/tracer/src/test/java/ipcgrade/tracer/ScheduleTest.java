package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Decision;
import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.TaskNames;
import ipcgrade.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest extends AgentTest {
  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
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
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void processorTimePassesOnlyForWhoLooksAtIt(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("processor"));
    assertEquals(new RunEnd.Finished(), trace.end());
    String output = CallsTest.output(trace);
    assertTrue(output.matches("[12]\\d{3} \\d{1,2}\n50 1\n"), output);
    assertEquals(output, CallsTest.output(agent.run(strategy, Programs.inside("processor"))));
    assertTrue(trace.wallNanos() < 1_000_000_000, () -> trace.wallNanos() + " ns for 1.5 s");
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
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
    Trace trace = agent.run(new Strategy.Fair(), 1, TestAgent.LIMITS, false, Programs.inside("pingpong"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertTrue(trace.wallNanos() > 3_000_000_000L);
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
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
  @MethodSource("ipcgrade.tracer.Strategies#all")
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
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void aProcessLivesOnWhenItsFirstThreadHasEnded(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("leader"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals("received\n", CallsTest.output(trace));
    assertTrue(trace.wallNanos() < 1_000_000_000, () -> trace.wallNanos() + " ns for 5 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crowd", "signals", "removal", "family", "clock", "polling", "deadlock"})
  void whatWasDecidedMakesTheSameTraceAgain(String program) {
    for (Strategy strategy : Strategies.all()) {
      if (!(strategy instanceof Strategy.Natural)) {
        Trace one = agent.run(strategy, 5, TestAgent.LIMITS, true, Programs.inside(program));
        Strategy replay = new Strategy.Replay(Decision.turns(one.decisions()));
        Trace two = agent.run(replay, 5, TestAgent.LIMITS, true, Programs.inside(program));
        assertEquals(timeless(one), timeless(two), strategy::id);
        assertEquals(one.decisions(), two.decisions());
      }
    }
  }

  /** The first of three children sleeps longest, and then sends. */
  @Test
  void anUntimelyScheduleEndsASleepWhileOthersCanMove() {
    Strategy late = new Strategy.Directed(List.of("1.1"), List.of());
    Trace timely = agent.run(new Schedule(late, 1, true), Programs.inside("order"));
    Trace untimely = agent.run(new Schedule(late, 1, false), Programs.inside("order"));
    assertEquals(List.of(1L, 2L, 3L), sent(timely));
    assertEquals(new RunEnd.Finished(), untimely.end());
    assertEquals(3L, sent(untimely).getFirst());
    assertTrue(untimely.decisions().stream().anyMatch(decision -> decision.task().sleeps()));
    // time goes on nevertheless: the others were slow
    assertEquals(3L,
        untimely.events(Event.Call.class).filter(ScheduleTest::sends).findFirst().orElseThrow().time()
            / 1_000_000_000);
  }

  @Test
  void decisionsNameTasksAndWhatTheyAreAboutToUse() {
    Trace trace = agent.run(new Strategy.Fair(), Programs.inside("crowd"));
    TaskNames names = TaskNames.of(trace);
    List<String> started =
        trace.events(Event.Start.class).map(start -> names.name(start.tid())).toList();
    assertEquals(List.of("1", "1.1", "1.2", "1.3"), started);
    assertTrue(
        trace.decisions().stream()
            .anyMatch(decision -> decision.task().equals(new Option("1.2", "q1", false))));
    for (Decision decision : trace.decisions()) {
      assertTrue(started.contains(decision.task().name()));
    }
    // who goes, does the next thing that happens
    for (Event event : trace.events()) {
      if (event instanceof Event.Call call && sends(call)) {
        Decision last =
            trace.decisions().stream()
                .filter(decision -> decision.seq() <= call.seq())
                .reduce((_, later) -> later)
                .orElseThrow();
        assertEquals(names.name(call.tid()), last.task().name());
      }
    }
  }

  @Test
  void anotherSeedMakesAnotherTrace() {
    assertNotEquals(workers(random(7, "crowd")), workers(random(8, "crowd")));
  }

  private Trace random(long seed, String program) {
    return agent.run(new Strategy.Random(), seed, TestAgent.LIMITS, true, Programs.inside(program));
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

  private static boolean sends(Event.Call call) {
    return call.operation() instanceof MsgSnd;
  }

  private static List<Long> sent(Trace trace) {
    return trace.events(Event.Call.class)
        .filter(ScheduleTest::sends)
        .map(call -> ((MsgSnd) call.operation()).mtype())
        .toList();
  }

  private static List<Integer> workers(Trace trace) {
    return trace.events(Event.Call.class).map(Event.Call::pid).toList();
  }
}
