package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallsTest extends AgentTest {
  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void callsPayloadsOutputAndExitsAreSeen(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("pingpong"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals(List.of(), trace.queues());

    List<Event.Call> calls = trace.events(Event.Call.class).toList();
    Event.Call first = calls.getFirst();
    assertEquals(new MsgGet(0, 01664), first.operation());
    int requests = (int) first.result();
    assertTrue(
        calls.stream()
            .anyMatch(
                call -> call.operation()
                    .equals(new MsgSnd(requests, 1, Payload.ofHex("6400000061626300"), 0))));
    assertTrue(
        calls.stream()
            .anyMatch(
                call -> call.operation()
                    .equals(
                        new MsgRcv(requests, 8, 0, 0, 1, Payload.ofHex("6400000061626300")))
                    && call.result() == 8));
    assertEquals(2, count(trace, MsgGet.class));
    assertEquals(6, count(trace, MsgSnd.class));
    assertEquals(6, count(trace, MsgRcv.class));
    assertEquals(2, count(trace, MsgCtl.class));

    int child = trace.events(Event.Start.class).skip(1).findFirst().orElseThrow().pid();
    assertTrue(
        calls.stream()
            .anyMatch(
                call -> call.operation().equals(new Operation.Wait("wait4", child, 0, child))
                    && call.result() == child));
    assertEquals("200\n202\n204\n", output(trace));
    assertEquals(
        List.of(7, 0), trace.events(Event.Exit.class).map(Event.Exit::status).toList());
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void positionsAreUniqueAndInOrder(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("pingpong"));
    List<Long> positions = new ArrayList<>();
    long last = -1;
    for (Event event : trace.events()) {
      assertTrue(event.seq() > last);
      last = event.seq();
      positions.add(event.seq());
      if (event instanceof Event.Call call) {
        assertTrue(call.entry() < call.seq() && call.entryTime() <= call.time());
        positions.add(call.entry());
      }
    }
    assertEquals(positions.size(), positions.stream().distinct().count());
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void everyProcessAndThreadIsFollowed(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("family"));
    assertEquals(new RunEnd.Finished(), trace.end());
    List<Event.Start> starts = trace.events(Event.Start.class).toList();
    assertEquals(List.of(false, true, false, false, false),
        starts.stream().map(Event.Start::thread).toList());
    Event.Start thread = starts.get(1);
    assertEquals(starts.getFirst().pid(), thread.pid());
    assertTrue(
        trace
            .events(Event.Call.class)
            .anyMatch(call -> call.operation() instanceof MsgSnd && call.tid() == thread.tid()));
    assertEquals(
        List.of(
            List.of(Programs.inside("family")),
            List.of(Programs.inside("family"), "again"),
            List.of("true")),
        trace.events(Event.Exec.class).map(Event.Exec::arguments).toList());
    assertEquals(
        List.of("3 0", "0 0", "0 9", "0 0"),
        trace.events(Event.Exit.class).map(exit -> exit.status() + " " + exit.signal()).toList());
    int killed = starts.getLast().pid();
    assertTrue(
        trace
            .events(Event.Call.class)
            .anyMatch(call -> call.operation().equals(new Operation.Wait("waitid", -1, 4, killed))));
  }

  @Test
  void msqidsAreLargeDistinctAndDependOnTheSeed() {
    List<Long> one = created(1);
    List<Long> two = created(2);
    assertEquals(2, one.stream().distinct().count());
    assertTrue(one.stream().allMatch(id -> id > 1_000_000), one::toString);
    assertTrue(one.stream().noneMatch(two::contains));
    assertEquals(one, created(1));
  }

  @Test
  void aSnapshotIsWhatIpcsPrints() {
    Trace trace = agent.run(new Strategy.Fair(), Programs.inside("listing"));
    List<QueueState> queues =
        trace
            .events(Event.Call.class)
            .filter(call -> call.operation() instanceof MsgRcv)
            .findFirst()
            .orElseThrow()
            .queues();
    assertEquals(2, queues.size());
    List<String> printed =
        output(trace).lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
    for (QueueState queue : queues) {
      String basics =
          String.format(
              "0x%08x %d 1000 %o %d %d", queue.key(), queue.msqid(), queue.mode(), queue.cbytes(),
              queue.qnum());
      assertTrue(printed.contains(basics), () -> basics + " not in " + printed);
      String pids = queue.msqid() + " 1000 " + queue.lspid() + " " + queue.lrpid();
      assertTrue(printed.contains(pids), () -> pids + " not in " + printed);
      String times =
          queue.msqid() + " 1000 " + time(queue.stime()) + " " + time(queue.rtime()) + " "
              + time(queue.ctime());
      assertTrue(printed.contains(times), () -> times + " not in " + printed);
    }
  }

  @Test
  void callersLeadToTheSourceLine() throws Exception {
    Trace trace = agent.run(new Strategy.Fair(), Programs.inside("pingpong"));
    Event.Call received =
        trace
            .events(Event.Call.class)
            .filter(call -> call.operation() instanceof MsgRcv rcv && rcv.msgtyp() == 0)
            .findFirst()
            .orElseThrow();
    List<String> functions = new ArrayList<>();
    for (Frame frame : received.stack()) {
      assertEquals("/work/pingpong", frame.object());
      functions.add(
          Programs.output(
              "addr2line",
              "-f",
              "-e",
              Programs.compiled("pingpong").toString(),
              Long.toHexString(frame.offset() - 1))
              .lines()
              .findFirst()
              .orElseThrow());
    }
    assertEquals(List.of("child", "main"), functions);
  }

  /** If the model took one for a call that waits, it would be a deadlock. */
  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void whatTheKernelRefusesAtOnceDoesNotWaitAndACopyLeavesTheMessage(Strategy strategy) {
    Trace trace = agent.run(strategy, Programs.inside("errors"));
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals(
        """
        negative EINVAL
        most EINVAL
        large EINVAL
        short EINVAL
        nowhere EFAULT
        type EINVAL
        receive EINVAL
        copy EINVAL
        except EINVAL
        beyond ENOMSG
        first text
        second text
        taken text
        taken text
        none ENOMSG
        """,
        output(trace));
  }

  @Test
  void aProgramThatCannotBeExecutedIsRefused() {
    Trace trace = agent.run(new Strategy.Fair(), "/work/no-such-program");
    assertEquals(new RunEnd.Refused(2, 0), trace.end());
    assertEquals(new RunEnd.Finished(), agent.run(new Strategy.Fair(), Programs.inside("order")).end());
  }

  @Test
  void aRequestThatIsNotUnderstoodIsAnswered() {
    Trace good = agent.run(new Strategy.Fair(), Programs.inside("order"));
    assertInstanceOf(RunEnd.HarnessFault.class, agent.trace(good.request(), "{\"command\": 7}").end());
  }

  private List<Long> created(long seed) {
    return agent
        .run(new Strategy.Fair(), seed, TestAgent.LIMITS, true, Programs.inside("pingpong"))
        .events(Event.Call.class)
        .filter(call -> call.operation() instanceof MsgGet)
        .map(Event.Call::result)
        .toList();
  }

  private static long count(Trace trace, Class<? extends Operation> type) {
    return trace.events(Event.Call.class).filter(call -> type.isInstance(call.operation())).count();
  }

  private static String time(long seconds) {
    return seconds == 0
        ? "Not set"
        : LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
            .format(DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT));
  }

  static String output(Trace trace) {
    StringBuilder text = new StringBuilder();
    trace
        .events(Event.Output.class)
        .forEach(output -> text.append(new String(output.bytes().bytes(), StandardCharsets.UTF_8)));
    return text.toString();
  }
}
