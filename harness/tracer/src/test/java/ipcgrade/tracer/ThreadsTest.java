package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Limits;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that do what the others of their process cannot see coming. */
class ThreadsTest extends AgentTest {
  private static final Limits CROWD =
      new Limits(20_000, 0, 10_000, 1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static List<Strategy> controlled() {
    return List.of(new Strategy.Fair(), new Strategy.Random());
  }

  @ParameterizedTest
  @MethodSource("controlled")
  void aMessageThatIsWrittenToWhileItIsSentIsTheOneThatArrives(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("racing"), "writes");
    assertEquals(new RunEnd.Finished(), trace.end());
    List<String> sent =
        trace.events(Event.Call.class).map(Event.Call::operation).filter(MsgSnd.class::isInstance)
            .map(MsgSnd.class::cast).map(each -> each.mtype() + " " + each.payload()).toList();
    List<String> received =
        trace.events(Event.Call.class).map(Event.Call::operation).filter(MsgRcv.class::isInstance)
            .map(MsgRcv.class::cast).map(each -> each.mtype() + " " + each.payload()).toList();
    assertEquals(sent, received);
    assertTrue(sent.stream().distinct().count() > 10, "nobody writes: " + sent);
  }

  /** It would be 20 ms for each of 64, if it had to be found out each time that the thread computes. */
  @ParameterizedTest
  @MethodSource("controlled")
  void aSendBesideAThreadThatComputesCostsLittle(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("racing"), "spins");
    assertEquals(new RunEnd.Finished(), trace.end());
    int millis = Integer.parseInt(CallsTest.output(trace).strip());
    assertTrue(millis < 64 * 20 / 3, millis + " ms");
  }

  @ParameterizedTest
  @MethodSource("controlled")
  void whoComputesGoesOnThoughAnotherSendsWithoutEnd(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("racing"), "computes");
    assertEquals(new RunEnd.Finished(), trace.end());
    assertTrue(trace.events().size() < 1_000, () -> trace.events().size() + " events");
  }

  @ParameterizedTest
  @MethodSource("controlled")
  void aProcessEndsAsAWhole(Strategy strategy) {
    endAsAWhole(strategy, "threads");
  }

  @ParameterizedTest
  @MethodSource("controlled")
  void soItDoesByItsFirstThread(Strategy strategy) {
    endAsAWhole(strategy, "first");
    endAsAWhole(strategy, "alone");
  }

  @ParameterizedTest
  @MethodSource("controlled")
  void soDoesAProcessGroupOneOfWhichKillsIt(Strategy strategy) {
    endAsAWhole(strategy, "processes");
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void soItIsIfSomebodyHasWokenIt(Strategy strategy) {
    for (String who : List.of("first", "other")) {
      Trace trace = agent.run(strategy, Programs.inside("leap"), who);
      assertEquals(new RunEnd.Finished(), trace.end());
      assertEquals("8\n", CallsTest.output(trace));
      assertEquals(
          List.of(List.of(Programs.inside("leap"), who), List.of("leap", "again")),
          trace.events(Event.Exec.class).map(Event.Exec::arguments).toList());
    }
  }

  /** They run beside the one who woke them, and which of them makes its next call first is chance. */
  @ParameterizedTest
  @MethodSource("controlled")
  void whoIsWokenByAPipeTakesHisTurn(Strategy strategy) {
    Set<List<String>> order = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      Trace trace = agent.run(strategy, 1, CROWD, true, Programs.inside("pipes"));
      assertEquals(new RunEnd.Finished(), trace.end());
      order.add(trace.events(Event.Call.class).map(call -> call.pid() + " " + call.entry()).toList());
    }
    assertEquals(1, order.size(), order::toString);
  }

  /** Each takes a while to end; when that is done must not depend on how long. */
  private void endAsAWhole(Strategy strategy, String who) {
    Set<List<Integer>> order = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      Trace trace = agent.run(strategy, 1, CROWD, true, Programs.inside("leaving"), who);
      assertEquals(new RunEnd.Finished(), trace.end());
      assertTrue(
          trace.events(Event.Call.class).noneMatch(c -> c.pending() && c.operation() instanceof MsgRcv),
          "nobody waits any more");
      order.add(trace.events().stream().map(Event::pid).toList());
    }
    assertEquals(1, order.size(), order::toString);
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void aThreadThatExecutesAProgramIsTheOnlyOneThen(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("leap"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals("8\n", CallsTest.output(trace));
    assertEquals(
        List.of(List.of(Programs.inside("leap")), List.of("leap", "again")),
        trace.events(Event.Exec.class).map(Event.Exec::arguments).toList());
    int pid = trace.events(Event.Start.class).findFirst().orElseThrow().pid();
    Event.Exec again = trace.events(Event.Exec.class).toList().getLast();
    List<Event.Call> calls =
        trace.events(Event.Call.class).filter(call -> call.seq() > again.seq()).toList();
    assertFalse(calls.isEmpty());
    assertTrue(calls.stream().allMatch(call -> call.pid() == pid && call.tid() == pid), calls::toString);
    assertEquals(1, trace.events(Event.Exit.class).count());
  }
}
