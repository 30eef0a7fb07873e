package ipcgrade.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.SemChange;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.trace.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallsTest {
  private static final Payload INTS = Payload.ofHex("0100000002000100");

  static List<Arguments> calls() {
    return List.of(
        of("msgget(IPC_PRIVATE, IPC_CREAT|IPC_EXCL|0666) = 65538", new MsgGet(0, 03666), 65538),
        of("msgget(0xcafe, 0000) = -1 ENOENT (No such file or directory)", new MsgGet(0xcafe, 0), -2),
        of("msgget(0xffffffff, IPC_CREAT|0x8000|0600) = 0", new MsgGet(-1, 0101600), 0),
        of("msgsnd(7, {mtype 1, [1, 65538]}, 8, 0) = 0", new MsgSnd(7, 1, INTS, 0), 0),
        of(
            "msgsnd(7, {mtype 1, []}, 0, IPC_NOWAIT) = -1 EAGAIN (Resource temporarily unavailable)",
            new MsgSnd(7, 1, Payload.EMPTY, 04000),
            -11),
        of(
            "msgrcv(7, 64, msgtyp 2, 0) = 6 {mtype 2, \"BIND 1\"}",
            new MsgRcv(7, 64, 2, 0, 2, ascii("BIND 1")),
            6),
        of(
            "msgrcv(7, 18446744073709551615, msgtyp -3, IPC_NOWAIT|MSG_NOERROR|MSG_EXCEPT)"
                + " = -1 ENOMSG (No message of desired type)",
            new MsgRcv(7, -1, -3, 034000, 0, Payload.EMPTY),
            -42),
        of("msgctl(7, IPC_RMID) = 0", new MsgCtl(7, 0, 0), 0),
        of("msgctl(7, IPC_STAT) = 0", new MsgCtl(7, 0x102, 0), 0),
        of("msgctl(7, IPC_SET, msg_qbytes 512) = 0", new MsgCtl(7, 1, 512), 0),
        of("wait4(-1, WNOHANG|WUNTRACED) = 0", new Wait("wait4", -1, 3, 0), 0),
        of("wait4(12, 0) = 12", new Wait("wait4", 12, 0, 12), 12),
        of("waitid(12, WEXITED) = 0 {pid 12}", new Wait("waitid", 12, 4, 12), 0),
        of("nanosleep(1.5s) = 0", new Sleep("nanosleep", 1_500_000_000), 0),
        of("kill(0, SIGTERM) = -1 EPERM (Operation not permitted)", new Kill("kill", 0, 15), -1),
        of("semget(IPC_PRIVATE, 3, IPC_CREAT|0600) = 5", new SemGet(0, 3, 01600), 5),
        of(
            "semop(5, {0, -1, SEM_UNDO}, {1, 2, IPC_NOWAIT}) = 0 {semval 0, 2}",
            new SemOp(
                "semop", 5, List.of(new SemChange(0, -1, 010000), new SemChange(1, 2, 04000)), -1,
                List.of(0, 2)),
            0),
        of(
            "semtimedop(5, {0, 0, 0}, 0.5s) = -1 EAGAIN (Resource temporarily unavailable)",
            new SemOp("semtimedop", 5, List.of(new SemChange(0, 0, 0)), 500_000_000, List.of(1)),
            -11),
        of("semctl(5, 1, SETVAL, 7) = 0", new SemCtl(5, 1, 16, List.of(7)), 0),
        of("semctl(5, 0, SETALL, [1, 0]) = 0", new SemCtl(5, 0, 17, List.of(1, 0)), 0),
        of("semctl(5, 0, GETALL) = 0 [1, 0]", new SemCtl(5, 0, 13, List.of(1, 0)), 0),
        of("semctl(5, 0, GETVAL) = 3", new SemCtl(5, 0, 12, List.of()), 3),
        of("pause() = -1 EINTR (Interrupted system call)", new Pause("pause", 0, false), -4),
        of("rt_sigsuspend([SIGHUP, SIGUSR1]) = -1 EINTR (Interrupted system call)",
            new Pause("rt_sigsuspend", 0x201, true), -4),
        of("rt_sigsuspend(~[SIGINT]) = -1 EINTR (Interrupted system call)",
            new Pause("rt_sigsuspend", ~2L, true), -4),
        of("tkill(9, SIGRTMIN+1) = 0", new Kill("tkill", 9, 35), 0),
        of("kill(9, signal 99) = -1 errno 4711", new Kill("kill", 9, 99), -4711));
  }

  @ParameterizedTest
  @MethodSource("calls")
  @DisplayName("a call reads as in C, with flags, errnos and signals by name")
  void reads(String text, Operation operation, long result) {
    assertEquals(text, Calls.text(call(operation, result, false)));
  }

  @Test
  @DisplayName("a call that never returned has no result")
  void pending() {
    Event.Call call = call(new MsgRcv(7, 8, 2, 0, 0, Payload.EMPTY), 0, true);
    assertEquals("msgrcv(7, 8, msgtyp 2, 0) = ?", Calls.text(call));
  }

  @Test
  @DisplayName("payloads are text, ints or hexadecimal, and never long")
  void payloads() {
    assertEquals("\"say \\\"hi\\\"\"", Payloads.text(ascii("say \"hi\"\0\0")));
    assertEquals("[65]", Payloads.text(ascii("A\0\0\0")));
    assertEquals("0x1b5b33", Payloads.text(Payload.ofHex("1b5b33")));
    assertEquals("[-1]", Payloads.text(Payload.ofHex("ffffffff")));
    for (int size = 0; size < 9000; size += 997) {
      assertTrue(Payloads.text(Payload.of(new byte[size])).length() < 64);
    }
    assertTrue(Payloads.text(ascii("A".repeat(8192))).length() < 64);
    assertEquals("01000000 0200", Payloads.groups(Payload.ofHex("010000000200")));
  }

  private static Payload ascii(String text) {
    return Payload.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Arguments of(String text, Operation operation, long result) {
    return Arguments.of(text, operation, result);
  }

  private static Event.Call call(Operation operation, long result, boolean pending) {
    return new Event.Call(2, 1, 0, 0, 9, 9, operation, result, pending, List.of(), List.of());
  }
}
