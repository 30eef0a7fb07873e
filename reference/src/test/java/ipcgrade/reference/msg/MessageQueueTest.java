package ipcgrade.reference.msg;

import static ipcgrade.reference.msg.ReceiveFlag.IPC_NOWAIT;
import static ipcgrade.reference.msg.ReceiveFlag.MSG_NOERROR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoException;
import ipcgrade.reference.process.Blocked;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Tag("kernel")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisplayName("A message queue of this kernel")
class MessageQueueTest {
  private static final int ROOM = 64;

  private final MessageQueue queue = MessageQueue.createPrivate(0600);

  @AfterEach
  void remove() {
    try {
      queue.remove();
    } catch (ErrnoException e) {
      assertEquals(Errno.EINVAL, e.errno());
    }
  }

  @Test
  @DisplayName("gives the first message to msgtyp 0")
  void any() {
    send(3, 1, 2);
    assertEquals(List.of(3L, 1L, 2L), received(Selector.any(), 3));
  }

  @Test
  @DisplayName("gives the first message of its type to msgtyp > 0")
  void ofType() {
    queue.send(new Message(7, (byte) 'a'));
    queue.send(new Message(5, (byte) 'b'));
    queue.send(new Message(5, (byte) 'c'));
    assertEquals(new Message(5, (byte) 'b'), queue.receive(Selector.of(5), ROOM));
    assertEquals(new Message(5, (byte) 'c'), queue.receive(Selector.of(5), ROOM));
    assertFails(Errno.ENOMSG, () -> queue.receive(Selector.of(5), ROOM, IPC_NOWAIT));
  }

  @Test
  @DisplayName("of types 300 100 200 400 100 gives msgtyp -300 100 100 200 300, then nothing")
  void lowestUpTo() {
    send(300, 100, 200, 400, 100);
    assertEquals(List.of(100L, 100L, 200L, 300L), received(Selector.lowestUpTo(300), 4));
    assertFails(Errno.ENOMSG, () -> queue.receive(Selector.lowestUpTo(300), ROOM, IPC_NOWAIT));
    assertEquals(1, queue.stat().qnum());
  }

  @Test
  @DisplayName("gives messages of one type to a negative msgtyp in the order of their sending")
  void lowestUpToIsFirstInFirstOut() {
    queue.send(new Message(2, (byte) 1));
    queue.send(new Message(2, (byte) 2));
    assertEquals(new Message(2, (byte) 1), queue.receive(Selector.lowestUpTo(2), ROOM));
  }

  @Test
  @DisplayName("passes over the type that MSG_EXCEPT excepts")
  void except() {
    send(1, 1, 2, 1, 3);
    assertEquals(List.of(2L, 3L), received(Selector.except(1), 2));
    assertFails(Errno.ENOMSG, () -> queue.receive(Selector.except(1), ROOM, IPC_NOWAIT));
  }

  @Test
  @DisplayName("carries a message without text, and one of every byte")
  void texts() {
    byte[] bytes = new byte[256];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) i);
    queue.send(new Message(1));
    queue.send(new Message(Long.MAX_VALUE, bytes));
    assertEquals(new Message(1), queue.receive(Selector.any(), 0));
    assertEquals(new Message(Long.MAX_VALUE, bytes), queue.receive(Selector.any(), bytes.length));
  }

  @Test
  @DisplayName("keeps a message that is too long: E2BIG")
  void tooLong() {
    queue.send(new Message(1, new byte[9]));
    assertFails(Errno.E2BIG, () -> queue.receive(Selector.any(), 8));
    assertEquals(1, queue.stat().qnum());
  }

  @Test
  @DisplayName("cuts it with MSG_NOERROR, and the rest is lost")
  void cut() {
    queue.send(new Message(1, (byte) 1, (byte) 2, (byte) 3));
    assertEquals(
        new Message(1, (byte) 1, (byte) 2), queue.receive(Selector.any(), 2, MSG_NOERROR));
    assertEquals(0, queue.stat().qnum());
  }

  @Test
  @DisplayName("is full at qbytes: EAGAIN with IPC_NOWAIT, else the sender waits for a receiver")
  void full() throws Exception {
    queue.resize(10);
    queue.send(new Message(1, new byte[6]));
    assertFails(Errno.EAGAIN, () -> queue.send(new Message(2, new byte[6]), SendFlag.IPC_NOWAIT));
    var sender =
        Blocked.in(
            Blocked.Call.MSGSND,
            () -> {
              queue.send(new Message(3, new byte[6]));
              return "sent";
            });
    assertEquals(1, queue.receive(Selector.any(), ROOM).mtype());
    assertEquals("sent", sender.result());
    assertEquals(3, queue.receive(Selector.any(), ROOM, IPC_NOWAIT).mtype());
  }

  @Test
  @DisplayName("wakes a receiver when its message comes, and not before")
  void wakes() throws Exception {
    var receiver = Blocked.in(Blocked.Call.MSGRCV, () -> queue.receive(Selector.of(2), ROOM));
    queue.send(new Message(1));
    queue.send(new Message(2, (byte) 5));
    assertEquals(new Message(2, (byte) 5), receiver.result());
    assertEquals(1, queue.stat().qnum());
  }

  @Test
  @DisplayName("wakes who waits on it when it is removed: EIDRM, then EINVAL")
  void removed() {
    var receiver = Blocked.in(Blocked.Call.MSGRCV, () -> queue.receive(Selector.any(), ROOM));
    queue.remove();
    assertFails(Errno.EIDRM, receiver::result);
    assertFails(Errno.EINVAL, () -> queue.receive(Selector.any(), ROOM));
    assertFails(Errno.EINVAL, queue::stat);
  }

  @Test
  @DisplayName("wakes a sender when it is removed, too")
  void removedWhileFull() {
    queue.resize(0);
    var sender =
        Blocked.in(
            Blocked.Call.MSGSND,
            () -> {
              queue.send(new Message(1, new byte[1]));
              return "sent";
            });
    queue.remove();
    assertFails(Errno.EIDRM, sender::result);
  }

  @Test
  @DisplayName("does not restart a receive that a signal interrupts: EINTR")
  void interrupted() {
    var receiver = Blocked.in(Blocked.Call.MSGRCV, () -> queue.receive(Selector.any(), ROOM));
    receiver.interrupt();
    assertFails(Errno.EINTR, receiver::result);
  }

  @Test
  @DisplayName("refuses a type below 1 and a text above msgmax: EINVAL")
  void invalid() {
    assertFails(Errno.EINVAL, () -> queue.send(new Message(0)));
    assertFails(Errno.EINVAL, () -> queue.send(new Message(-1)));
    assertFails(Errno.EINVAL, () -> queue.send(new Message(1, new byte[1 << 24])));
  }

  @Test
  @DisplayName("tells who sent and received, and what it holds")
  void status() {
    queue.resize(1000);
    queue.send(new Message(1, new byte[3]));
    queue.send(new Message(1, new byte[4]));
    queue.receive(Selector.any(), ROOM);
    QueueStatus status = queue.stat();
    int pid = (int) ProcessHandle.current().pid();
    assertEquals(pid, status.lspid());
    assertEquals(pid, status.lrpid());
    assertEquals(1, status.qnum());
    assertEquals(4, status.cbytes());
    assertEquals(1000, status.qbytes());
    assertEquals(0600, status.mode());
    assertEquals(0, status.key());
    assertEquals(status.cuid(), status.uid());
    assertTrue(status.stime() > 0 && status.ctime() > 0 && status.rtime() >= status.stime());
  }

  private void send(long... mtypes) {
    LongStream.of(mtypes).forEach(mtype -> queue.send(new Message(mtype)));
  }

  private List<Long> received(Selector selector, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> queue.receive(selector, ROOM, IPC_NOWAIT).mtype())
        .toList();
  }

  private static void assertFails(Errno errno, Executable call) {
    assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
  }
}
