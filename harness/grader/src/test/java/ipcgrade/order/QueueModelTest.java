package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.order.QueueModel.Undo;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The model of a queue")
class QueueModelTest {
  private static final int NOWAIT = 04000;
  private static final int NOERROR = 010000;
  private static final int EXCEPT = 020000;
  private static final int COPY = 040000;

  private final QueueModel model = new QueueModel();
  private long seq;

  private boolean can(Operation operation, long result) {
    return take(operation, result) != null;
  }

  private @Nullable Undo take(Operation operation, long result) {
    long entry = seq++;
    return model.take(
        new QueueCall(
            0, 0, 0, new Call(seq++, entry, 0, 0, 1, 1, operation, result, false, List.of(), List.of())));
  }

  private static MsgSnd send(long mtype, String text, int flags) {
    return new MsgSnd(1, mtype, Payload.ofHex(text), flags);
  }

  private static MsgRcv receive(long msgtyp, long room, int flags, long mtype, String text) {
    return new MsgRcv(1, room, msgtyp, flags, mtype, Payload.ofHex(text));
  }

  private void holds(String... texts) {
    assertTrue(can(new MsgGet(0, 0600), 1));
    for (int at = 0; at < texts.length; at++) {
      assertTrue(can(send(3 - at, texts[at], 0), 0));
    }
  }

  private void room(long qbytes) {
    assertTrue(can(new MsgCtl(1, 1, qbytes), 0));
  }

  @Test
  @DisplayName("has no calls but EINVAL before it is made")
  void absent() {
    assertFalse(can(send(1, "", 0), 0));
    assertFalse(can(receive(0, 8, NOWAIT, 0, ""), -42));
    assertFalse(can(new MsgCtl(1, 2, 0), 0));
    assertTrue(can(send(1, "", 0), -22));
    assertTrue(can(receive(0, 8, 0, 0, ""), -22));
    assertTrue(can(new MsgCtl(1, 0, 0), -22));
  }

  @Test
  @DisplayName("is full by bytes or by messages; only then IPC_NOWAIT gets EAGAIN and who waits EINTR")
  void full() {
    holds();
    room(4);
    assertFalse(can(send(1, "01020304", NOWAIT), -11));
    assertFalse(can(send(1, "01020304", 0), -4));
    assertTrue(can(send(1, "010203", 0), 0));
    assertFalse(can(send(1, "0102", 0), 0));
    assertTrue(can(send(1, "0102", NOWAIT), -11));
    assertTrue(can(send(1, "0102", 0), -4));
    assertFalse(can(send(1, "0102", 0), -11));
    assertFalse(can(send(1, "0102", NOWAIT), -4));
  }

  @Test
  @DisplayName("holds as many messages as bytes")
  void fullOfMessages() {
    holds("", "");
    room(2);
    assertFalse(can(send(1, "", 0), 0));
    assertTrue(can(send(1, "", NOWAIT), -11));
    room(3);
    assertTrue(can(send(1, "", 0), 0));
  }

  @Test
  @DisplayName("refuses a type below 1 and a text of more than 8192 bytes, and no other")
  void invalid() {
    holds();
    assertFalse(can(send(0, "", 0), 0));
    assertTrue(can(send(0, "", 0), -22));
    assertTrue(can(send(1, "00".repeat(8193), 0), -22));
    assertFalse(can(send(1, "00".repeat(8192), 0), -22));
    assertFalse(can(receive(0, 8, 0, 0, ""), -22));
    assertFalse(can(receive(0, 0, 0, 0, ""), -22));
    assertTrue(can(receive(0, -1, 0, 0, ""), -22));
  }

  @Test
  @DisplayName("takes what fills it to the last byte, and holds of two messages what one leaves")
  void lastByte() {
    holds();
    room(4);
    assertTrue(can(send(1, "010203", 0), 0));
    assertFalse(can(send(1, "", NOWAIT), -11));
    assertTrue(can(send(1, "01", 0), 0));
    assertTrue(can(receive(0, 8, 0, 1, "010203"), 3));
    assertFalse(can(send(1, "01020304", 0), 0));
    assertTrue(can(send(1, "010203", 0), 0));
  }

  @Test
  @DisplayName("lets what it does not model fail at any time, and changes nothing by it")
  void otherErrors() {
    holds("aa");
    assertTrue(can(send(1, "bb", 0), -13));
    assertTrue(can(receive(0, 8, 0, 0, ""), -13));
    assertTrue(can(new MsgCtl(1, 0, 0), -1));
    assertTrue(can(new MsgCtl(1, 1, 9), -22), "IPC_SET may find its argument wrong");
    assertFalse(can(new MsgCtl(1, 2, 0), -22));
    assertFalse(can(new MsgCtl(1, 0, 0), -22));
    assertTrue(can(receive(0, 8, 0, 3, "aa"), 1));
  }

  @Test
  @DisplayName("gives the first, the first of a type, the first of another, or the first of the lowest")
  void selection() {
    holds("aa", "bb", "cc"); // types 3, 2, 1
    assertFalse(can(receive(0, 8, 0, 2, "bb"), 1));
    assertFalse(can(receive(0, 8, 0, 1, "cc"), 1));
    assertFalse(can(receive(2, 8, 0, 3, "aa"), 1));
    assertFalse(can(receive(3, 8, EXCEPT, 1, "cc"), 1));
    assertFalse(can(receive(-2, 8, 0, 2, "bb"), 1));
    assertFalse(can(receive(0, 8, 0, 3, "ab"), 1), "another text");
    assertTrue(can(receive(3, 8, EXCEPT, 2, "bb"), 1));
    assertTrue(can(receive(Long.MIN_VALUE, 8, 0, 1, "cc"), 1));
    assertTrue(can(receive(-2, 8, NOWAIT, 0, ""), -42));
    assertFalse(can(receive(-3, 8, NOWAIT, 0, ""), -42));
    assertFalse(can(receive(-3, 8, 0, 0, ""), -4));
    assertTrue(can(receive(0, 8, 0, 3, "aa"), 1));
    assertTrue(can(receive(0, 8, 0, 0, ""), -4));
    assertFalse(can(receive(0, 8, NOWAIT, 0, ""), -4));
    assertFalse(can(receive(0, 8, 0, 0, ""), -42));
  }

  @Test
  @DisplayName("gives the oldest of the messages of one type")
  void oldest() {
    holds("aa", "bb", "cc");
    assertTrue(can(send(1, "dd", 0), 0));
    assertFalse(can(receive(1, 8, 0, 1, "dd"), 1));
    assertFalse(can(receive(-3, 8, 0, 1, "dd"), 1));
    assertTrue(can(receive(-3, 8, 0, 1, "cc"), 1));
    assertTrue(can(receive(-3, 8, 0, 1, "dd"), 1));
    assertTrue(can(receive(-3, 8, 0, 2, "bb"), 1));
    assertTrue(can(send(3, "ee", 0), 0));
    assertFalse(can(receive(-3, 8, 0, 3, "ee"), 1));
    assertTrue(can(receive(-3, 8, 0, 3, "aa"), 1));
  }

  @Test
  @DisplayName("keeps too large a message with E2BIG, cuts it with MSG_NOERROR, loses it with EFAULT")
  void large() {
    holds("aabb", "ccdd", "ee");
    assertFalse(can(receive(0, 1, 0, 3, "aa"), 1));
    assertTrue(can(receive(0, 1, 0, 0, ""), -7));
    assertFalse(can(receive(0, 2, 0, 0, ""), -7));
    assertFalse(can(receive(0, 1, NOERROR, 0, ""), -7));
    assertTrue(can(receive(0, 1, NOERROR, 3, "aa"), 1));
    assertFalse(can(receive(0, 1, 0, 0, ""), -14));
    assertTrue(can(receive(0, 2, 0, 0, ""), -14));
    assertTrue(can(receive(0, 2, 0, 1, "ee"), 1));
    assertFalse(can(receive(0, 2, 0, 0, ""), -14));
  }

  @Test
  @DisplayName("shows a message by its position to MSG_COPY and keeps it")
  void copy() {
    holds("aa", "bb");
    assertTrue(can(receive(1, 8, COPY | NOWAIT, 2, "bb"), 1));
    assertTrue(can(receive(1, 8, COPY | NOWAIT, 2, "bb"), 1));
    assertFalse(can(receive(0, 8, COPY | NOWAIT, 2, "bb"), 1));
    assertTrue(can(receive(2, 8, COPY | NOWAIT, 0, ""), -42));
    assertFalse(can(receive(1, 8, COPY | NOWAIT, 0, ""), -42));
    assertTrue(can(receive(-1, 8, COPY | NOWAIT, 0, ""), -42));
    assertTrue(can(receive(1, 8, COPY | NOWAIT, 0, ""), -14));
    assertTrue(can(receive(0, 8, COPY, 0, ""), -22));
    assertTrue(can(receive(0, 8, COPY | NOWAIT, 3, "aa"), 1));
    assertEquals(2, model.queued().size());
  }

  @Test
  @DisplayName("foretells which message a receive takes away, and none for a look at one")
  void taken() {
    holds("aa", "bb");
    QueueCall second = model.queued().getLast();
    assertSame(second, model.taken(receive(2, 8, 0, 2, "bb")));
    assertNull(model.taken(receive(7, 8, 0, 0, "")));
    assertNull(model.taken(receive(1, 8, COPY | NOWAIT, 2, "bb")));
    assertEquals(2, model.queued().size());
  }

  @Test
  @DisplayName("gives EIDRM to who began before its removal was over, and EINVAL to all")
  void removal() {
    holds("aa");
    assertFalse(can(receive(0, 8, 0, 0, ""), -43));
    Call waiting =
        new Call(100, seq++, 0, 0, 2, 2, receive(0, 8, 0, 0, ""), -43, false, List.of(), List.of());
    assertTrue(can(new MsgCtl(1, 0, 0), 0));
    assertFalse(can(receive(0, 8, 0, 0, ""), -43));
    assertNotNull(model.take(new QueueCall(0, 1, -1, waiting)));
    assertTrue(can(receive(0, 8, 0, 0, ""), -22));
    assertFalse(can(receive(0, 8, 0, 3, "aa"), 1));
    assertFalse(can(new MsgCtl(1, 0, 0), 0));
  }

  @Test
  @DisplayName("does not give EIDRM to who began when its removal was over, and forgets a removal taken back")
  void late() {
    holds();
    Undo first = take(new MsgCtl(1, 0, 0), 0);
    long over = seq - 1;
    assertNull(model.take(waiting(over)));
    assertNotNull(model.take(waiting(over - 1)));
    Undo again = take(new MsgGet(0, 0600), 1);
    Undo second = take(new MsgCtl(1, 0, 0), 0);
    assertNotNull(model.take(waiting(over)));
    for (Undo undo : new @Nullable Undo[] {second, again}) {
      assertNotNull(undo);
      undo.undo();
    }
    assertNull(model.take(waiting(over)));
    assertNotNull(first);
    first.undo();
    assertNull(model.take(waiting(over - 1)), "it is there again");
  }

  private static QueueCall waiting(long entry) {
    return new QueueCall(
        0, 1, -1,
        new Call(1000, entry, 0, 0, 2, 2, receive(0, 8, 0, 0, ""), -43, false, List.of(), List.of()));
  }

  @Test
  @DisplayName("is empty, and has room, when it is made again; taken back it is gone as it was")
  void madeAgain() {
    holds("aa");
    room(2);
    Undo removal = take(new MsgCtl(1, 0, 0), 0);
    Undo again = take(new MsgGet(0, 0600), 1);
    assertEquals(List.of(), model.queued());
    assertTrue(can(send(1, "00".repeat(8192), 0), 0));
    assertTrue(can(send(1, "00".repeat(8192), 0), 0));
    assertFalse(can(send(1, "00", 0), 0));
    assertNotNull(again);
    again.undo();
    assertEquals(-1, model.rest());
    assertFalse(can(send(1, "", 0), 0));
    assertNotNull(removal);
    removal.undo();
    assertEquals(2, model.rest());
    assertFalse(can(send(1, "bbbb", 0), 0));
    assertTrue(can(receive(0, 8, 0, 3, "aa"), 1));
    assertTrue(can(send(1, "bbbb", 0), 0));
  }

  @Test
  @DisplayName("counts its bytes as they were before when a send or a receive is taken back")
  void bytesBack() {
    holds("aa");
    room(3);
    Undo sent = take(send(1, "bbbb", 0), 0);
    assertFalse(can(send(1, "cc", 0), 0));
    assertNotNull(sent);
    sent.undo();
    Undo got = take(receive(0, 8, 0, 3, "aa"), 1);
    assertNotNull(got);
    got.undo();
    assertFalse(can(send(1, "bbbbbb", 0), 0));
    assertTrue(can(send(1, "bbbb", 0), 0));
  }

  @Test
  @DisplayName("takes every effect back")
  void undo() {
    holds("aa", "bb");
    for (Operation operation : List.of(send(1, "cc", 0), receive(2, 8, 0, 2, "bb"), new MsgCtl(1, 1, 1),
        new MsgCtl(1, 0, 0))) {
      List<QueueCall> before = List.copyOf(model.queued());
      long rest = model.rest();
      Undo undo = take(operation, operation instanceof MsgRcv ? 1 : 0);
      assertNotNull(undo);
      assertFalse(before.equals(model.queued()) && rest == model.rest(), operation.toString());
      undo.undo();
      assertEquals(before, model.queued());
      assertEquals(rest, model.rest());
    }
  }
}
