package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.SemChange;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** System V semaphores, and waits for signals. */
class SemaphoresTest extends AgentTest {
  private static final int IPC_NOWAIT = 04000;
  private static final int SEM_UNDO = 010000;
  private static final int EIDRM = 43;

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whoTakesTwoInOppositeOrderIsInDeadlock(Strategy strategy) {
    Trace trace = run(strategy, 1, "opposite order");
    RunEnd.Deadlock deadlock = assertInstanceOf(RunEnd.Deadlock.class, trace.end());
    int set = set(trace);
    assertEquals(
        List.of(
            new Operation.Wait("wait4", -1, 0, 0),
            new SemOp("semop", set, List.of(new SemChange(1, -1, SEM_UNDO)), -1, List.of(0)),
            new SemOp("semop", set, List.of(new SemChange(0, -1, SEM_UNDO)), -1, List.of(0))),
        deadlock.blocked().stream().map(Event.Call::operation).toList());
    assertTrue(trace.wallNanos() < 1_000_000_000, () -> trace.wallNanos() + " ns");
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whatIsDoneWithUndoIsTakenBackAtTheEnd(Strategy strategy) {
    for (long seed = 0; seed < 5; seed++) {
      assertEquals("0 0 0 0\n", printed(run(strategy, seed, "undo")));
      assertEquals("7 0\n", printed(run(strategy, seed, "undo and set")));
    }
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whoWaitsForZeroGoesOnWhenItIs(Strategy strategy) {
    for (long seed = 0; seed < 5; seed++) {
      assertEquals("0\n0\n0\n", printed(run(strategy, seed, "zero")));
    }
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whoWaitsAtASetThatIsRemovedGetsEidrm(Strategy strategy) {
    Trace trace = run(strategy, 1, "removal");
    assertEquals("0 0 1\n", printed(trace));
    Event.Call removal =
        trace.events(Event.Call.class)
            .filter(call -> call.operation() instanceof SemCtl ctl && ctl.removes())
            .findFirst()
            .orElseThrow();
    List<Event.Call> woken =
        trace.events(Event.Call.class).filter(call -> call.errno() == EIDRM).toList();
    assertEquals(2, woken.size());
    assertTrue(
        woken.stream().allMatch(call -> call.entry() < removal.entry() && call.seq() > removal.seq()));
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void aTimeoutIsOneOfTheVirtualClock(Strategy strategy) {
    Trace trace = run(strategy, 1, "timed");
    assertEquals("-1 1 2.0\n0 1.0\n-1 1 0.0\n0\n1\n0\n", printed(trace));
    assertTrue(trace.wallNanos() < 1_000_000_000, () -> trace.wallNanos() + " ns for 3 s");
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whoAsksHowManyWaitIsTold(Strategy strategy) {
    for (long seed = 0; seed < 5; seed++) {
      assertEquals("2 0 0\n", printed(run(strategy, seed, "count")));
      assertEquals("0 1\n0 1\n", printed(run(strategy, seed, "stopped where")));
    }
    RunEnd end = run(strategy, 1, "counted deadlock").end();
    assertEquals(
        List.of("semop", "semop"),
        assertInstanceOf(RunEnd.Deadlock.class, end).blocked().stream()
            .map(call -> call.operation().name())
            .toList());
  }

  /** The kernel's own order of who waits, which the model must know since the kernel keeps to it. */
  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whoWaitsInTheKernelIsServedInItsOrder(Strategy strategy) {
    for (long seed = 0; seed < 5; seed++) {
      assertEquals("0 1\n0 0 1\n", printed(run(strategy, seed, "pending")));
    }
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void pollingComesToAnEnd(Strategy strategy) {
    Trace trace = run(strategy, 1, "polling");
    assertEquals(new RunEnd.Finished(), trace.end());
    assertTrue(trace.events().size() < 500, () -> trace.events().size() + " events");
    assertTrue(trace.events().getLast().time() < 2_500_000_000L);
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void aHandlerInterruptsAndAnIgnoredSignalDoesNot(Strategy strategy) {
    assertEquals("0\n-1 1\n0\n", printed(run(strategy, 1, "interrupted")));
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void errorsAreTheKernels(Strategy strategy) {
    assertEquals(
        "1 1\n1\n1\n1\n1\n1\n1\n0 0\n", printed(run(strategy, 1, "errors")));
  }

  @Test
  void callsAreSeenWithWhatTheyAskForAndBring() {
    Trace trace = run(new Strategy.Fair(), 1, "errors");
    int set = set(trace);
    List<Operation> seen =
        trace.events(Event.Call.class).map(Event.Call::operation).toList();
    assertEquals(new SemGet(0, 3, 0600), seen.getFirst());
    assertTrue(seen.contains(new SemCtl(set, 0, 17, List.of(1, 0, 0))), seen::toString);
    assertTrue(
        seen.contains(
            new SemOp(
                "semop", set, List.of(new SemChange(0, -1, 0), new SemChange(1, -1, IPC_NOWAIT)), -1,
                List.of(1, 0))),
        seen::toString);
    assertTrue(seen.contains(new SemCtl(set, 1, 12, List.of())), seen::toString);
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void theModelKeepsStepWithTheKernel(Strategy strategy) {
    for (long seed = 0; seed < 5; seed++) {
      assertEquals("1 3\n", printed(run(strategy, seed, "crowd")));
    }
  }

  /** The agent compares its model with the kernel after each call and each end. */
  @Test
  void theModelKeepsStepWhateverIsDone() {
    long woken = 0;
    int deadlocks = 0;
    for (int seed = 0; seed < 40; seed++) {
      Trace trace =
          agent.run(
              new Strategy.Random(), seed, TestAgent.LIMITS, true, Programs.inside("semaphores"), "random",
              Integer.toString(seed));
      assertTrue(
          trace.end() instanceof RunEnd.Finished || trace.end() instanceof RunEnd.Deadlock,
          () -> trace.end().toString());
      deadlocks += trace.end() instanceof RunEnd.Deadlock ? 1 : 0;
      woken +=
          trace.events(Event.Call.class)
              .filter(call -> call.operation() instanceof SemOp && call.succeeded())
              .filter(call -> call.time() > call.entryTime())
              .count();
    }
    assertTrue(woken > 150, woken + " calls had to wait and went on");
    assertTrue(deadlocks > 5 && deadlocks < 35, deadlocks + " deadlocks");
  }

  @Test
  void theSameSeedMakesTheSameTrace() {
    for (String name : List.of("crowd", "removal", "pending", "undo", "random")) {
      Trace one = run(new Strategy.Random(), 7, name);
      for (int again = 0; again < 3; again++) {
        assertEquals(ScheduleTest.timeless(one), ScheduleTest.timeless(run(new Strategy.Random(), 7, name)),
            name);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whoPausesIsWokenByASignalThatItsMaskLetsThrough(Strategy strategy) {
    assertEquals(
        "-1 1 10\n14\n-1 1 14\n-1 1 14\n-1 1 14\n-1 1 14\n", printed(pauses(strategy, "woken")));
    assertEquals("0 -1 1 10\n14 10\n", printed(pauses(strategy, "suspended")));
    assertEquals("15\n", printed(pauses(strategy, "killed")));
    assertEquals("10\n", printed(pauses(strategy, "real timer")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"forever", "masked"})
  void whoPausesForEverIsInDeadlock(String name) {
    for (Strategy strategy : Strategies.all()) {
      Trace trace = pauses(strategy, name);
      RunEnd.Deadlock deadlock = assertInstanceOf(RunEnd.Deadlock.class, trace.end(), strategy::id);
      assertEquals(
          List.of(name.equals("masked") ? "rt_sigsuspend" : "pause"),
          deadlock.blocked().stream().map(call -> call.operation().name()).toList());
      assertTrue(trace.wallNanos() < 1_000_000_000, () -> trace.wallNanos() + " ns");
    }
  }

  private Trace run(Strategy strategy, long seed, String name) {
    return agent.run(strategy, seed, TestAgent.LIMITS, true, Programs.inside("semaphores"), name, "1");
  }

  private Trace pauses(Strategy strategy, String name) {
    return agent.run(strategy, Programs.inside("pauses"), name);
  }

  private static String printed(Trace trace) {
    assertEquals(new RunEnd.Finished(), trace.end());
    return CallsTest.output(trace);
  }

  private static int set(Trace trace) {
    return trace.events(Event.Call.class)
        .filter(call -> call.operation() instanceof SemGet)
        .mapToInt(call -> (int) call.result())
        .findFirst()
        .orElseThrow();
  }
}
