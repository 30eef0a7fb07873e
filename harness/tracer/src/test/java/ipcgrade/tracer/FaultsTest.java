package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults strike where they are told to, and the model knows of them: nothing here is a fault of the harness. */
class FaultsTest extends AgentTest {
  private static final String KEY = "4711";
  private static final String NO_SIGNAL = "12";
  private static final String RIGHT = "queue > 0\n2\n4\n6\n";
  private static final int SIGCHLD = 17;
  private static final int SIGKILL = 9;

  private static final List<Fault> ALL =
      List.of(
          new Fault.Interrupt("1", 1),
          new Fault.Interrupt("1.1", 2),
          new Fault.Kill("1", 3),
          new Fault.Kill("1.1", 2),
          new Fault.Delay("1", 2, 2_000),
          new Fault.Full("q0", 4),
          new Fault.Remove("q0", 0),
          new Fault.Remove("q0", 4),
          new Fault.Queues(0),
          new Fault.Processes(0),
          new Fault.ZeroMsqid(),
          new Fault.Stale(4711, List.of(new Fault.Message(1, Payload.ofHex("09000000")))));

  private Trace run(Fault fault, String... arguments) {
    return run(new Strategy.Fair(), fault, arguments);
  }

  private Trace run(Strategy strategy, Fault fault, String... arguments) {
    String[] command =
        Stream.concat(Stream.of(Programs.inside("faults")), Stream.of(arguments)).toArray(String[]::new);
    return agent.run(new Schedule(strategy, 1).with(fault), command);
  }

  @Test
  void nothingGoesWrongWithoutAFault() {
    Trace trace = run(new Fault.None(), KEY);
    assertEquals(RIGHT, CallsTest.output(trace));
    assertEquals(0, trace.events(Event.Struck.class).count());
  }

  /** By SIGCHLD where the program handles it; else the call is answered. */
  @ParameterizedTest
  @MethodSource("signals")
  void whoWaitsIsInterrupted(String signal, long delivered) {
    Trace trace = run(new Fault.Interrupt("1.1", 2), KEY, signal);
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals(
        "queue > 0\nchild msgrcv 4\n2\n4\n6\n",
        CallsTest.output(trace).replace("parent wait 4\n", ""));
    Event.Struck struck = struck(trace);
    assertEquals(child(trace), struck.pid());
    assertEquals(
        delivered,
        trace.events(Event.Signal.class).filter(each -> each.pid() == struck.pid()).count());
    assertEquals(
        delivered,
        outside(trace).stream().filter(call -> call.operation() instanceof Operation.Kill).count());
  }

  static Stream<Arguments> signals() {
    return Stream.of(
        Arguments.of(NO_SIGNAL, 0),
        Arguments.of(Integer.toString(SIGCHLD), 1));
  }

  @Test
  void aWaitIsInterruptedToo() {
    Trace trace = run(new Fault.Interrupt("1", 4), KEY);
    assertEquals(RIGHT + "parent wait 4\n", CallsTest.output(trace));
  }

  @Test
  void aProcessIsKilledBeforeItsCall() {
    Trace trace = run(new Fault.Kill("1.1", 2), KEY);
    assertInstanceOf(RunEnd.Deadlock.class, trace.end());
    int child = child(trace);
    Event.Exit exit =
        trace.events(Event.Exit.class).filter(each -> each.pid() == child).findFirst().orElseThrow();
    assertEquals(SIGKILL, exit.signal());
    assertEquals(
        List.of(MsgRcv.class),
        trace.events(Event.Call.class)
            .filter(call -> call.pid() == child)
            .map(call -> call.operation().getClass())
            .toList(),
        "it has received, and never answered");
    assertEquals(List.of(new Operation.Kill("kill", child, SIGKILL)),
        outside(trace).stream().map(Event.Call::operation).toList());
  }

  @Test
  void aMessageIsSentLate() {
    Trace trace = run(new Fault.Delay("1", 2, 2_000), KEY);
    assertEquals(RIGHT, CallsTest.output(trace));
    Event.Call late =
        trace.events(Event.Call.class)
            .filter(call -> call.operation() instanceof MsgSnd && call.pid() != child(trace))
            .skip(1)
            .findFirst()
            .orElseThrow();
    assertTrue(late.time() - late.entryTime() >= 2_000_000_000L);
    assertEquals(late.entryTime(), struck(trace).time());
  }

  @Test
  void aQueueHasRoomForOneMessageOnly() {
    Trace trace = run(new Fault.Full("q0", 4), KEY);
    assertEquals(RIGHT, CallsTest.output(trace), "who takes turns needs no more");
    assertEquals(1, trace.events(Event.Call.class).mapToLong(FaultsTest::most).max().orElse(0));
    int queue = (int) trace.events(Event.Call.class).findFirst().orElseThrow().result();
    assertEquals(new MsgCtl(queue, 1, 4), outside(trace).getFirst().operation());
  }

  private static long most(Event.Call call) {
    return call.queues().stream().mapToLong(queue -> queue.qnum()).max().orElse(0);
  }

  @Test
  void whoFindsNoRoomWaitsForEverAndTheModelKnows() {
    Trace trace = run(new Fault.Full("q0", 3), KEY);
    RunEnd.Deadlock end = assertInstanceOf(RunEnd.Deadlock.class, trace.end());
    assertEquals(
        List.of(MsgSnd.class, MsgRcv.class),
        end.blocked().stream().map(call -> call.operation().getClass()).toList());
  }

  @Test
  void whoWaitsAtAQueueThatSomebodyRemovesGetsEidrmAndWhoComesLaterEinval() {
    Trace trace = run(new Fault.Remove("q0", 4), KEY);
    assertEquals(new RunEnd.Finished(), trace.end());
    List<Integer> errors =
        trace.events(Event.Call.class).map(Event.Call::errno).filter(errno -> errno != 0).distinct().toList();
    assertEquals(List.of(43, 22), errors);
    assertEquals(1, trace.events(Event.Call.class).filter(call -> call.errno() == 43).count());
  }

  @Test
  void thereIsNoRoomForAQueue() {
    Trace trace = run(new Fault.Queues(0), KEY);
    assertEquals("parent msgget 28\n", CallsTest.output(trace));
    assertEquals(1, trace.events(Event.Struck.class).count());
  }

  @Test
  void thereIsRoomForTheQueuesThatMayBe() {
    Trace trace = run(new Fault.Queues(1), KEY);
    assertEquals(RIGHT, CallsTest.output(trace));
    assertEquals(0, trace.events(Event.Struck.class).count());
  }

  @Test
  void thereIsNoRoomForAProcess() {
    Trace trace = run(new Fault.Processes(0), KEY);
    assertEquals("queue > 0\nparent fork 11\n", CallsTest.output(trace));
    assertEquals(List.of(), trace.queues());
  }

  @Test
  void thereIsRoomForTheProcessesThatMayBe() {
    assertEquals(RIGHT, CallsTest.output(run(new Fault.Processes(1), KEY)));
  }

  @Test
  void theFirstQueueHasTheMsqidZero() {
    assertEquals(RIGHT.replace("> 0", "= 0"), CallsTest.output(run(new Fault.ZeroMsqid(), KEY)));
  }

  @Test
  void anOldQueueIsFoundWithItsMessages() {
    // of another size than new ones, so that a model that does not know of it is found out
    Fault.Message answer = new Fault.Message(2, Payload.ofHex("090000"));
    Trace trace = run(new Fault.Stale(4711, List.of(answer)), KEY);
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals("queue > 0\n9\n2\n4\n", CallsTest.output(trace), "the old answer is taken for the first");
    assertEquals(List.of(), trace.queues(), "its user could remove it");
    assertEquals(0, outside(trace).getFirst().queues().getFirst().lspid());
  }

  @Test
  void anOldQueueWithoutAKeyIsNone() {
    assertEquals(RIGHT, CallsTest.output(run(new Fault.Stale(0, List.of()), KEY)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameSeedMakesTheSameRunWithAFault(Strategy strategy, Fault fault) {
    Trace first = run(strategy, fault, KEY);
    Trace again = run(strategy, fault, KEY);
    assertTrue(!(first.end() instanceof RunEnd.HarnessFault), () -> first.end().toString());
    assertEquals(ScheduleTest.timeless(first), ScheduleTest.timeless(again));
  }

  static Stream<Arguments> all() {
    return Stream
        .of(new Strategy.Fair(), new Strategy.Random(), new Strategy.Pct(3, 20))
        .flatMap(
            strategy -> ALL.stream().map(fault -> Arguments.of(strategy, fault)));
  }

  private static Event.Struck struck(Trace trace) {
    return trace.events(Event.Struck.class).findFirst().orElseThrow();
  }

  private static int child(Trace trace) {
    return trace.events(Event.Start.class).skip(1).findFirst().orElseThrow().pid();
  }

  private static List<Event.Call> outside(Trace trace) {
    return trace.events(Event.Call.class).filter(call -> call.pid() == Event.OUTSIDE).toList();
  }
}
