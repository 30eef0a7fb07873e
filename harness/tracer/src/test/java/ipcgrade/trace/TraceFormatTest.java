package ipcgrade.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFormatTest {
  private static final QueueState QUEUE =
      new QueueState(0x1234, 1409024, 0640, 8, 1, 3, 0, 1000, 1000, 1795000000L, 0, 1795000000L);

  static Stream<Event> events() {
    List<Frame> stack = List.of(Frame.unresolved("/work/program", 0x1239), new Frame("/a", 1, "f", "x.c", 7));
    List<Operation> operations =
        List.of(
            new Operation.MsgGet(0, 0664),
            new Operation.MsgSnd(1409024, 1, Payload.of((byte) 0, (byte) -1), 04000),
            new Operation.MsgRcv(1409024, 8, -2, 0, 1, Payload.EMPTY),
            new Operation.MsgCtl(1409024, 1, 16384),
            new Operation.Wait("wait4", -1, 1, 1001),
            new Operation.Sleep("clock_nanosleep", Long.MAX_VALUE),
            new Operation.Kill("tgkill", 1001, 9),
            new Operation.SemGet(0x1234, 3, 0600),
            new Operation.SemOp(
                "semtimedop", 5, List.of(new Operation.SemChange(2, -1, 010000)), 1_000, List.of(7)),
            new Operation.SemCtl(5, 0, 17, List.of(1, 32767)),
            new Operation.Pause("rt_sigsuspend", -1, true));
    Stream<Event> calls =
        operations.stream()
            .map(o -> new Event.Call(9, 8, 70, 60, 2, 3, o, -43, false, stack, List.of(QUEUE)));
    return Stream.concat(
        calls,
        Stream.of(
            new Event.Start(0, 0, 2, 2, 0, false),
            new Event.Exec(1, 5, 2, 2, "/work/\u00e8 \"\\\n\u0001\ud83d\ude00", List.of("a", "")),
            new Event.Exit(2, 5, 2, 2, 7, 0),
            new Event.Signal(3, 5, 2, 2, 17),
            new Event.Output(4, 5, 2, 2, 1, Payload.of((byte) 10)),
            new Event.Struck(5, 5, 2, 2, new Fault.Kill("1.2", 3))));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsReadBackAsItWasWritten(Event event) {
    assertFalse(TraceFormat.isLast(TraceFormat.line(event)));
    assertEquals(new Answer.Happened(event), TraceFormat.answer(TraceFormat.line(event)));
  }

  @Test
  void everyEndIsReadBackAsItWasWritten() {
    Event.Call call = (Event.Call) events().findFirst().orElseThrow();
    List<RunEnd> ends =
        List.of(
            new RunEnd.Finished(),
            new RunEnd.Deadlock(List.of(call)),
            new RunEnd.LimitExceeded("wall", 10_000),
            new RunEnd.Refused(80, 0),
            new RunEnd.HarnessFault("what"));
    for (RunEnd end : ends) {
      Answer.End answer = new Answer.End(end, List.of(QUEUE), 123);
      assertTrue(TraceFormat.isLast(TraceFormat.line(answer)));
      assertEquals(end instanceof RunEnd.Finished, TraceFormat.isFinished(TraceFormat.line(answer)));
      assertEquals(answer, TraceFormat.answer(TraceFormat.line(answer)));
    }
  }

  @Test
  void thatAProcessWasLeftIsReadBackAsItWasWritten() {
    assertTrue(TraceFormat.isLast(TraceFormat.line(new Answer.Left(4711))));
    assertEquals(new Answer.Left(4711), TraceFormat.answer(TraceFormat.line(new Answer.Left(4711))));
  }

  @Test
  void aRequestIsReadBackAsItWasWritten() {
    RunRequest request =
        new RunRequest(
            List.of("sh", "-c", "true"),
            List.of("PATH=/bin"),
            4,
            true,
            3,
            new Schedule(new Strategy.Random(), -1)
                .with(new Fault.Stale(7, List.of(new Fault.Message(1, Payload.ofHex("00ff"))))),
            true,
            new RunRequest.Limits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
    assertEquals(request, TraceFormat.request(TraceFormat.line(request)));
  }

  @Test
  void aLineIsReadableAndStable() {
    assertEquals(
        "{\"type\":\"call\",\"seq\":9,\"entry\":8,\"time\":70,\"entryTime\":60,\"pid\":2,\"tid\":3,"
            + "\"operation\":{\"type\":\"msgSnd\",\"msqid\":5,\"mtype\":1,\"payload\":\"00ff\",\"flags\":0},"
            + "\"result\":0,\"pending\":false,\"stack\":[],\"queues\":[]}",
        TraceFormat.line(
            new Event.Call(
                9,
                8,
                70,
                60,
                2,
                3,
                new Operation.MsgSnd(5, 1, Payload.ofHex("00ff"), 0),
                0,
                false,
                List.of(),
                List.of())));
  }

  @Test
  void unknownMembersAreSkippedAndMissingOnesAreEmpty() {
    assertEquals(
        new Answer.Happened(new Event.Exec(3, 0, 2, 0, "", List.of())),
        TraceFormat
            .answer(" {\"type\":\"exec\", \"later\": {\"x\": [1, null, true]}, \"seq\": 3, \"pid\": 2} "));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "{", "[]", "{\"type\":\"walk\"}", "{\"type\":\"exit\",\"seq\":1.5}",
    "{\"type\":\"exit\",\"seq\":\"1\"}",
    "{\"type\":\"exit\"} x", "{\"type\":\"exit\",\"pid\":99999999999}", "{\"type\":\"\\u12\"}"
  })
  void whatIsNoAnswerIsRefused(String line) {
    assertThrows(RuntimeException.class, () -> TraceFormat.answer(line));
  }
}
