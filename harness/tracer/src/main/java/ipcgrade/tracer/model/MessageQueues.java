package ipcgrade.tracer.model;

import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Queue;
import ipcgrade.trace.QueueState;
import ipcgrade.tracer.ptrace.Errno;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The message queues of a namespace, followed call by call. */
public final class MessageQueues {
  private static final int IPC_SET = 1;
  private static final int MSG_COPY = 040000;
  private static final int OWNER_READS = 0400;
  private static final int OWNER_WRITES = 0200;

  private final Map<Integer, MessageQueue> queues = new HashMap<>();
  private final Map<Integer, Integer> modes = new HashMap<>();
  private final long defaultQbytes;
  private final long msgmax;

  /**
   * @param defaultQbytes /proc/sys/kernel/msgmnb of the namespace
   * @param msgmax /proc/sys/kernel/msgmax of the namespace
   * @param existing queues that were there before
   */
  public MessageQueues(long defaultQbytes, long msgmax, List<QueueState> existing) {
    this.defaultQbytes = defaultQbytes;
    this.msgmax = msgmax;
    for (QueueState state : existing) {
      queues.put(state.msqid(), MessageQueue.opaque(defaultQbytes));
      modes.put(state.msqid(), state.mode());
    }
  }

  /** What a call would do if it were let into the kernel now. */
  public enum Outlook {
    /** It returns, with success or an error. */
    RETURNS,
    /** It waits. */
    WAITS,
    /** Only the kernel knows. */
    UNKNOWN
  }

  /** What {@code call} would do now. */
  public Outlook outlook(Queue call) {
    return switch (call) {
      case MsgGet get -> Outlook.RETURNS;
      case MsgCtl ctl -> Outlook.RETURNS;
      case MsgSnd snd -> {
        MessageQueue queue = queues.get(snd.msqid());
        int size = snd.payload().size();
        if (queue == null || nowait(snd.flags()) || snd.mtype() < 1 || size > msgmax) {
          yield Outlook.RETURNS;
        }
        yield waitsUnless(queue, queue.hasRoom(size), snd.msqid(), OWNER_WRITES);
      }
      case MsgRcv rcv -> {
        MessageQueue queue = queues.get(rcv.msqid());
        if (queue == null || nowait(rcv.flags()) || copies(rcv) || rcv.msgsz() < 0) {
          yield Outlook.RETURNS;
        }
        boolean there = queue.match(rcv.msgtyp(), rcv.flags()) != null;
        yield waitsUnless(queue, there, rcv.msqid(), OWNER_READS);
      }
    };
  }

  private Outlook waitsUnless(MessageQueue queue, boolean can, int msqid, int permission) {
    if (queue.opaque() || (modes.getOrDefault(msqid, 0600) & permission) == 0) {
      return Outlook.UNKNOWN;
    }
    return can ? Outlook.RETURNS : Outlook.WAITS;
  }

  /** MSG_COPY, which never waits: without IPC_NOWAIT it is an error, msgrcv(2). */
  private static boolean copies(MsgRcv rcv) {
    return (rcv.flags() & MSG_COPY) != 0;
  }

  private static boolean nowait(int flags) {
    return (flags & MessageQueue.IPC_NOWAIT) != 0;
  }

  /**
   * A call has returned.
   *
   * @param after the table of the namespace after it
   * @return what is wrong if the model cannot explain the result, else null
   */
  public @Nullable String returned(Queue call, long result, List<QueueState> after) {
    for (QueueState state : after) {
      modes.put(state.msqid(), state.mode());
    }
    if (result == -Errno.EFAULT && call instanceof MsgRcv rcv) {
      lost(rcv);
    }
    if (result < 0) {
      return null;
    }
    switch (call) {
      case MsgGet get -> queues.computeIfAbsent((int) result, id -> new MessageQueue(defaultQbytes));
      case MsgSnd snd -> {
        MessageQueue queue = queues.get(snd.msqid());
        if (queue != null) {
          queue.add(new Message(snd.mtype(), snd.payload().size()));
        }
      }
      case MsgRcv rcv -> {
        return received(rcv, result);
      }
      case MsgCtl ctl -> {
        MessageQueue queue = queues.get(ctl.msqid());
        if (ctl.removes()) {
          queues.remove(ctl.msqid());
        } else if (ctl.command() == IPC_SET && queue != null) {
          queue.resize(ctl.qbytes());
        }
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return queues.toString();
  }

  /** The kernel takes a message off its queue before it finds that there is nowhere to copy it to. */
  private void lost(MsgRcv rcv) {
    MessageQueue queue = queues.get(rcv.msqid());
    Message gone = queue == null ? null : queue.match(rcv.msgtyp(), rcv.flags());
    if (queue != null && gone != null && !copies(rcv)) {
      queue.remove(gone);
    }
  }

  private @Nullable String received(MsgRcv rcv, long result) {
    MessageQueue queue = queues.get(rcv.msqid());
    if (queue == null || queue.opaque() || copies(rcv)) {
      return null;
    }
    Message expected = queue.match(rcv.msgtyp(), rcv.flags());
    if (expected == null
        || (rcv.mtype() != 0 && expected.mtype() != rcv.mtype())
        || Math.min(expected.size(), rcv.msgsz()) != result) {
      return "msgrcv(" + rcv.msqid() + ", msgtyp " + rcv.msgtyp() + ") got " + result + " bytes of type "
          + rcv.mtype() + ", but the model holds " + queue + " and expects " + expected;
    }
    queue.remove(expected);
    return null;
  }
}
