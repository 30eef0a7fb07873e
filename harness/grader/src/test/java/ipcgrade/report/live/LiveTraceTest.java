package ipcgrade.report.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.report.Golden;
import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.wording.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LiveTraceTest {
  private static final List<QueueState> ONE = List.of(queue(0, 0), queue(8, 1));
  private static final Frame MAIN = new Frame("/work/a.out", 0x1234, "main", "src/registro/main.c", 41);
  private static final Event.Call WAITING =
      call(20, 5, 0, new Operation.MsgRcv(65538, 8, 2, 0, 0, Payload.EMPTY), 0, true, ONE);

  private static final List<Event> EVENTS =
      List.of(
          new Event.Start(0, 0, 2, 2, 0, false),
          call(2, 2, 1_000, new Operation.MsgGet(0, 01666), 65538, false, ONE),
          new Event.Start(3, 2_000, 3, 3, 2, false),
          new Event.Start(4, 2_000, 3, 4, 2, true),
          new Event.Exec(5, 3_000, 3, 3, "/bin/ls\u001b", List.of("ls")),
          call(
              7,
              3,
              4_000,
              new Operation.MsgSnd(65538, 1, Payload.ofHex("0100000002000100"), 0),
              0,
              false,
              ONE),
          call(
              9,
              2,
              250_004_000,
              new Operation.MsgRcv(65538, 8192, 0, 010000, 1, Payload.of(new byte[512])),
              512,
              false,
              List.of()),
          call(
              11,
              2,
              250_004_000,
              new Operation.MsgRcv(65538, 8, 2, 04000, 0, Payload.EMPTY),
              -42,
              false,
              List.of()),
          call(
              13, 2, 1_250_004_000, new Operation.Sleep("clock_nanosleep", 1_000_000_000), 0, false,
              List.of()),
          new Event.Output(
              14,
              1_250_004_000,
              3,
              3,
              1,
              Payload.of("30/30\n\u001b[31m".getBytes(StandardCharsets.UTF_8))),
          new Event.Output(15, 1_250_004_000, 3, 3, 2, Payload.of((byte) 'e')),
          new Event.Signal(16, 1_250_004_000, 3, 3, 15),
          new Event.Exit(17, 1_250_004_000, 3, 3, 0, 15),
          call(19, 2, 1_250_004_000, new Operation.Wait("wait4", -1, 0, 3), 3, false, List.of()),
          WAITING,
          new Event.Exit(21, 1_250_005_000, 2, 2, 3, 0));

  @Test
  @DisplayName("a run reads like strace, with queues and the deadlock it ends in")
  void run() {
    Golden.check("live/run.txt", show("en", false, true, new RunEnd.Deadlock(List.of(WAITING))));
  }

  @Test
  @DisplayName("the same in Italian and in colour, ended by a limit")
  void colour() {
    Golden.check(
        "live/run-colour.txt", show("it", true, false, new RunEnd.LimitExceeded("wall", 10_000)));
  }

  @Test
  @DisplayName("no line is wider than the screen")
  void narrow() {
    String text = show("en", false, true, new RunEnd.HarnessFault("x ".repeat(200)));
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
  }

  private static String show(String language, boolean colour, boolean queues, RunEnd end) {
    return Golden.printed(
        UTF_8,
        colour,
        screen -> {
          LiveTrace live = new LiveTrace(screen, Words.in(language), queues);
          live.begin();
          EVENTS.forEach(live::show);
          live.end(end, ONE, 3_500_000);
        });
  }

  private static Event.Call call(
      long seq,
      int pid,
      long time,
      Operation operation,
      long result,
      boolean pending,
      List<QueueState> queues) {
    long entered = time - (time == 250_004_000 ? 250_000_000 : 0);
    return new Event.Call(
        seq, seq - 1, time, entered, pid, pid, operation, result, pending, List.of(MAIN), queues);
  }

  private static QueueState queue(int key, long messages) {
    return new QueueState(key, 65538 + key, 0666, messages * 8, messages, 3, 2, 0, 0, 0, 0, 0);
  }
}
