package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.RoleSearch;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.SemChange;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A deadlock is told")
class StandstillTest {
  private static final int TABLE = 65536;
  private static final int OTHER = 65537;
  private static final int SET = 5;
  private static final int SEM_UNDO = 010000;

  private static Spec spec;

  @BeforeAll
  static void load() throws Exception {
    spec = SpecLoader.load(Path.of("../../fixtures/ping-pong/grading.yml"));
  }

  @Test
  @DisplayName("by who waits for which message, what the queue holds, and who could have sent it")
  void messages() {
    TraceScript script = played();
    script.send(11, TABLE, 3, 9).stuck(10, await(-1));
    script.stuck(11, receive(TABLE, 2)).stuck(12, receive(TABLE, 1));
    Standstill told = told(script.deadlock(state(TABLE, 4, 1)));
    assertEquals(
        List.of(
            "parent waits for one of its children to end: ping and pong",
            "ping waits on table for a message of type 2; the queue holds 1 message, of type 3; it could have"
                + " come from pong",
            "pong waits on table for a message of type 1; the queue holds 1 message, of type 3; it could have"
                + " come from ping"),
        lines(told));
    assertEquals(
        "attende su table un messaggio di tipo 2; la coda contiene 1 messaggio, di tipo 3; poteva arrivare da"
            + " pong",
        told.waits().get(1).what().it());
    assertEquals("table", told.waits().get(1).on());
    assertEquals("msgrcv(65536, 64, msgtyp 2, 0)", told.waits().get(1).call());
    assertEquals(List.of("pong"), told.waits().get(1).unblockedBy());
    assertEquals(List.of(List.of("ping", "pong")), told.circles());
  }

  @Test
  @DisplayName("with those who are left only: who has ended can send no more")
  void ended() {
    TraceScript script = played();
    script.exit(12, 0).stuck(10, await(11)).stuck(11, receive(TABLE, -4));
    Standstill told = told(script.deadlock(state(TABLE, 0, 0)));
    assertEquals(
        List.of(
            "parent waits for ping to end",
            "ping waits on table for a message of type 1 to 4; the queue is empty; nobody who is left sends it"),
        lines(told));
    assertEquals(List.of(), told.circles());
  }

  @Test
  @DisplayName("by how full a queue is, and who receives from it; a queue of no channel goes by its number")
  void room() {
    TraceScript script = played();
    script.create(10, OTHER).send(11, OTHER, 1, 1).receive(12, OTHER, 0, 1, 1);
    script.call(10, new Operation.MsgCtl(OTHER, 1, 512), 0);
    script.stuck(11, new MsgSnd(OTHER, 1, Payload.of(new byte[100]), 0));
    script.stuck(12, receive(TABLE, 0));
    Standstill told = told(script.deadlock(state(OTHER, 500, 5), state(TABLE, 0, 0)));
    assertEquals(
        List.of(
            "ping waits for room on queue 65537 for 100 bytes; 500 of 512 bytes are taken; it could have been"
                + " made by pong",
            "pong waits on table for any message; the queue is empty; it could have come from ping"),
        lines(told));
    assertEquals(List.of(List.of("ping", "pong")), told.circles());
  }

  @Test
  @DisplayName("by the semaphore that each waits for, its value, and who holds it")
  void semaphores() {
    TraceScript script = played();
    script.call(10, new SemGet(0, 3, 0600), SET);
    script.call(10, change(0, 1, 1), 0).call(10, change(0, -1, 0), 0).call(10, change(0, -1, 0), 0);
    script.call(10, new SemCtl(SET, 0, 17, List.of(1, 1, 4)), 0);
    script.call(11, change(0, -1, 0), 0).call(12, change(1, -1, 0), 0);
    script.call(10, change(2, 1, 5), 0);
    script.stuck(10, change(2, 0, 5)).stuck(11, change(1, -1, 0)).stuck(12, change(0, -2, 0));
    Standstill told = told(script.deadlock());
    assertEquals(
        List.of(
            "parent waits for semaphore 2 of set 5 to become 0; it is 5; it could have been lowered by parent",
            "ping waits for semaphore 1 of set 5 to reach 1; it is 0; it could have been raised by pong",
            "pong waits for semaphore 0 of set 5 to reach 2; it is 0; it could have been raised by ping"),
        lines(told));
    assertEquals("semaphore 1 of set 5", told.waits().get(1).on());
    assertEquals(List.of(List.of("parent"), List.of("ping", "pong")), told.circles());
  }

  @Test
  @DisplayName("by a signal that nobody sends, or that somebody has sent before")
  void signals() {
    TraceScript script = played();
    script.call(10, new Operation.Kill("kill", 12, 10), 0);
    script.stuck(10, await(12)).stuck(11, new Pause("pause", 0, false));
    script.stuck(12, new Pause("rt_sigsuspend", ~0L >>> 1 << 9, true));
    Standstill told = told(script.deadlock());
    assertEquals(
        List.of(
            "parent waits for pong to end",
            "ping waits for a signal; nobody who is left sends one",
            "pong waits for a signal; it could have come from parent"),
        lines(told));
    assertEquals(List.of(List.of("parent", "pong")), told.circles());
  }

  @Test
  @DisplayName("and of no other end anything")
  void finished() {
    Standstill told = told(played().end());
    assertTrue(told.waits().isEmpty() && told.circles().isEmpty());
  }

  /** Two serves, so that it is known who plays what. */
  private static TraceScript played() {
    TraceScript script = new TraceScript().start(10, 0).create(10, TABLE).start(11, 10).start(12, 10);
    for (int serve = 1; serve < 3; serve++) {
      script.send(11, TABLE, 1, serve).receive(12, TABLE, 1, 1, serve);
      script.send(12, TABLE, 2, 2 * serve).receive(11, TABLE, 2, 2, 2 * serve);
    }
    return script;
  }

  private static Standstill told(Trace trace) {
    return new Standstill(RoleSearch.readings(spec, History.of(trace), 1).getFirst());
  }

  private static List<String> lines(Standstill told) {
    return told.waits().stream().map(wait -> wait.process() + " " + wait.what().en()).toList();
  }

  private static Operation await(int child) {
    return new Wait("wait4", child, 0, 0);
  }

  private static Operation receive(int msqid, long msgtyp) {
    return new MsgRcv(msqid, 64, msgtyp, 0, 0, Payload.EMPTY);
  }

  private static Operation change(int semnum, int semop, int value) {
    return new SemOp("semop", SET, List.of(new SemChange(semnum, semop, SEM_UNDO)), -1, List.of(value));
  }

  private static QueueState state(int msqid, long cbytes, long qnum) {
    return new QueueState(0, msqid, 0600, cbytes, qnum, 0, 0, 0, 0, 0, 0, 0);
  }
}
