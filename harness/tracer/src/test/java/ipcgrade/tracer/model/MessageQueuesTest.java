package ipcgrade.tracer.model;

import static ipcgrade.tracer.model.MessageQueues.Outlook.RETURNS;
import static ipcgrade.tracer.model.MessageQueues.Outlook.UNKNOWN;
import static ipcgrade.tracer.model.MessageQueues.Outlook.WAITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.tracer.ptrace.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageQueuesTest {
  private static final int ID = 1409024;

  private final MessageQueues queues = new MessageQueues(100, 50, List.of());

  MessageQueuesTest() {
    queues.returned(new MsgGet(0, 0600), ID, table(0600));
  }

  @Test
  void aReceiveWaitsUntilAMessageOfItsTypeIsThere() {
    assertEquals(WAITS, queues.outlook(receive(0, 0)));
    sent(3, 4);
    sent(2, 4);
    assertEquals(RETURNS, queues.outlook(receive(0, 0)));
    assertEquals(RETURNS, queues.outlook(receive(2, 0)));
    assertEquals(WAITS, queues.outlook(receive(1, 0)));
    assertEquals(RETURNS, queues.outlook(receive(-2, 0)));
    assertEquals(WAITS, queues.outlook(receive(-1, 0)));
    assertEquals(RETURNS, queues.outlook(receive(3, MessageQueue.MSG_EXCEPT)));
  }

  @Test
  void aNegativeMsgtypGetsTheLowestTypeFirst() {
    MessageQueue queue = new MessageQueue(100);
    queue.add(new Message(3, 1));
    queue.add(new Message(2, 1));
    queue.add(new Message(2, 2));
    assertEquals(new Message(2, 1), queue.match(-3, 0));
    assertEquals(new Message(2, 1), queue.match(Long.MIN_VALUE, 0));
    assertEquals(new Message(3, 1), queue.match(0, 0));
    assertEquals(new Message(2, 1), queue.match(3, MessageQueue.MSG_EXCEPT));
    assertNull(queue.match(-1, 0));
  }

  @Test
  void aSendWaitsForRoomInBytesAndInMessages() {
    sent(1, 50);
    sent(1, 50);
    assertEquals(WAITS, queues.outlook(send(1, 1)));
    assertEquals(RETURNS, queues.outlook(send(1, 0)), "no bytes need no room");
    for (int i = 0; i < 98; i++) {
      sent(1, 0);
    }
    assertEquals(WAITS, queues.outlook(send(1, 0)), "there are as many messages as bytes allowed");
  }

  @Test
  void whatFailsAtOnceDoesNotWait() {
    assertEquals(RETURNS, queues.outlook(new MsgRcv(7, 8, 0, 0, 0, Payload.EMPTY)), "no such queue");
    assertEquals(RETURNS, queues.outlook(receive(0, MessageQueue.IPC_NOWAIT)));
    assertEquals(RETURNS, queues.outlook(new MsgRcv(ID, -1, 0, 0, 0, Payload.EMPTY)), "EINVAL");
    assertEquals(RETURNS, queues.outlook(send(0, 1)), "mtype 0 is EINVAL");
    assertEquals(RETURNS, queues.outlook(send(1, 51)), "more than msgmax is EINVAL");
  }

  @Test
  void removalMakesCallsFailAndIpcSetChangesTheRoom() {
    sent(1, 50);
    sent(1, 50);
    queues.returned(new MsgCtl(ID, 1, 200), 0, table(0600));
    assertEquals(RETURNS, queues.outlook(send(1, 50)));
    queues.returned(new MsgCtl(ID, 0, 0), 0, List.of());
    assertEquals(RETURNS, queues.outlook(receive(5, 0)));
  }

  @Test
  void whoMayNotReadIsLeftToTheKernel() {
    queues.returned(new MsgCtl(ID, 1, 100), 0, table(0200));
    assertEquals(UNKNOWN, queues.outlook(receive(0, 0)));
  }

  @Test
  void aQueueOfUnknownContentIsLeftToTheKernel() {
    MessageQueues found = new MessageQueues(100, 50, table(0600));
    assertEquals(UNKNOWN, found.outlook(receive(0, 0)));
    assertEquals(UNKNOWN, found.outlook(send(1, 1)));
  }

  @Test
  void aResultThatTheModelCannotExplainIsTold() {
    sent(3, 4);
    assertNotNull(queues.returned(new MsgRcv(ID, 8, 0, 0, 2, Payload.of(new byte[4])), 4, table(0600)));
    assertNull(queues.returned(new MsgRcv(ID, 8, 0, 0, 3, Payload.of(new byte[4])), 4, table(0600)));
    assertEquals(WAITS, queues.outlook(receive(0, 0)));
  }

  @Test
  void aReceiveIntoABadBufferLosesTheMessage() {
    sent(3, 4);
    queues.returned(receive(0, MessageQueue.IPC_NOWAIT), -Errno.ENOMSG, table(0600));
    assertEquals(RETURNS, queues.outlook(receive(0, 0)));
    queues.returned(receive(0, 0), -Errno.EFAULT, table(0600));
    assertEquals(WAITS, queues.outlook(receive(0, 0)));
  }

  private void sent(long mtype, int size) {
    assertNull(queues.returned(send(mtype, size), 0, table(0600)));
  }

  private static MsgSnd send(long mtype, int size) {
    return new MsgSnd(ID, mtype, Payload.of(new byte[size]), 0);
  }

  private static MsgRcv receive(long msgtyp, int flags) {
    return new MsgRcv(ID, 50, msgtyp, flags, 0, Payload.EMPTY);
  }

  private static List<QueueState> table(int mode) {
    return List.of(new QueueState(0, ID, mode, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }
}
