package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;

/**
 * A call on one queue, as an interval in which it took effect at one moment.
 *
 * @param number its place among the queue's calls in the order of their returns, from 0
 * @param thread who made it, from 0
 * @param content of a msgsnd: equal for messages of the same type and text, so that they can be exchanged
 */
record QueueCall(int number, int thread, int content, Call call) {
  /** When it began. */
  long entry() {
    return call.entry();
  }

  /** When it was over; never, while it is pending. */
  long end() {
    return call.pending() ? Long.MAX_VALUE : call.seq();
  }

  /** Whether it put a message into the queue, or may have. */
  boolean sends() {
    return call.operation() instanceof MsgSnd && (call.succeeded() || call.pending());
  }

  /** Whether it brought back a message. */
  boolean receives() {
    return call.operation() instanceof MsgRcv && call.succeeded();
  }

  /** Whether it failed: nearly all such calls changed nothing. */
  boolean failed() {
    return call.errno() != 0;
  }

  /** A msgsnd, decoded. */
  MsgSnd send() {
    return (MsgSnd) call.operation();
  }
}
