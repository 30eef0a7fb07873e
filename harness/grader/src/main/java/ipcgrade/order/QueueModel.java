package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one System V message queue answers if its calls take effect one after the other: the sequential
 * specification of msgop(2) and msgctl(2), by the rules of the kernel's ipc/msg.c. It says of each call
 * whether it can have answered as it did now, and can take its effect back.
 *
 * <ul>
 *   <li>msgsnd goes through if the bytes and the messages, with its own, are at most msg_qbytes. A full queue
 *       gives EAGAIN to IPC_NOWAIT and EINTR to who waits. A message that is handed straight to a waiting
 *       receiver needs room all the same, so that this is a send with its receive right behind it; receivers
 *       with too little room get their E2BIG between the two.
 *   <li>msgrcv takes the first message for msgtyp 0, the first of that type above 0 (of another with
 *       MSG_EXCEPT), the first of the lowest type below 0. Too large a message stays with E2BIG, or is cut with
 *       MSG_NOERROR. Nothing there gives ENOMSG to IPC_NOWAIT and EINTR to who waits. EFAULT loses the message.
 *       MSG_COPY looks at the message at position msgtyp.
 *   <li>IPC_RMID gives EIDRM to calls that were under way, and EINVAL to later ones.
 *   <li>Who waits is woken in no order that a program could rely on, so that none is asked for here.
 *   <li>All other errors (EACCES, EPERM, ENOSYS, …) come from what is not modelled, and change nothing.
 * </ul>
 *
 * <p>The agent has a model of its own, ipcgrade.tracer.model: it foretells whether a call will wait, before
 * payloads and answers are known, and never goes back. What the two share is the choice of a message, and that
 * each works it out alone lets one find the other's mistakes.
 */
final class QueueModel {
  static final int IPC_NOWAIT = 04000;
  static final int MSG_NOERROR = 010000;
  static final int MSG_EXCEPT = 020000;
  static final int MSG_COPY = 040000;

  /** msg_qbytes of a new queue and the largest message, in a fresh IPC namespace (MSGMNB, MSGMAX). */
  static final long DEFAULT_QBYTES = 16_384;

  private static final int LARGEST = 8_192;

  static final int EINTR = 4;
  private static final int E2BIG = 7;
  private static final int EAGAIN = 11;
  private static final int EFAULT = 14;
  static final int EINVAL = 22;
  static final int ENOMSG = 42;
  static final int EIDRM = 43;
  private static final int IPC_RMID = 0;
  private static final int IPC_SET = 1;
  static final int IPC_STAT = 2;

  /** Those of msgctl(2): IPC_RMID, IPC_SET, IPC_STAT, IPC_INFO, MSG_STAT, MSG_INFO and MSG_STAT_ANY. */
  private static final Set<Integer> COMMANDS = Set.of(IPC_RMID, IPC_SET, IPC_STAT, 3, 11, 12, 13);

  /** Takes a call's effect back; only the last one's that was not taken back yet. */
  @FunctionalInterface
  interface Undo {
    /** Of a call that changed nothing. */
    Undo NOTHING = () -> {};

    void undo();
  }

  private List<QueueCall> queued = new ArrayList<>();
  private long cbytes;
  private long qbytes = DEFAULT_QBYTES;
  private boolean exists;

  /** When the call that removed the queue was over. */
  private long removed = Long.MIN_VALUE;

  /** The messages in the queue, oldest first; not a copy. */
  List<QueueCall> queued() {
    return queued;
  }

  /** What beside {@link #queued} decides how the queue answers. */
  long rest() {
    return exists ? qbytes : -1;
  }

  /** Lets a call take effect now; null if it cannot have answered so now. */
  @Nullable
  Undo take(QueueCall by) {
    Call call = by.call();
    if (!(call.operation() instanceof Queue operation)) {
      throw new IllegalArgumentException("not a call on a queue: " + call);
    }
    if (call.errno() == EIDRM) {
      return unchangedIf(!exists && by.entry() < removed);
    }
    return switch (operation) {
      case MsgGet _ -> exists ? Undo.NOTHING : create();
      case MsgSnd send -> send(by, send);
      case MsgRcv receive -> receive(call, receive);
      case MsgCtl control -> control(by, control);
    };
  }

  /** The message that a msgrcv which can now succeed takes away; null if none, or with MSG_COPY. */
  @Nullable
  QueueCall taken(MsgRcv receive) {
    int at = (receive.flags() & MSG_COPY) != 0 ? -1 : selected(receive);
    return at < 0 ? null : queued.get(at);
  }

  private @Nullable Undo send(QueueCall by, MsgSnd send) {
    int size = send.payload().size();
    boolean room = cbytes + size <= qbytes && queued.size() + 1 <= qbytes;
    boolean waits = (send.flags() & IPC_NOWAIT) == 0;
    return switch (by.call().errno()) {
      case 0 -> exists && room && send.mtype() > 0 ? add(by, size) : null;
      case EAGAIN -> unchangedIf(exists && !room && !waits);
      case EINTR -> unchangedIf(exists && !room && waits);
      case EINVAL -> unchangedIf(!exists || send.mtype() < 1 || size > LARGEST);
      default -> Undo.NOTHING;
    };
  }

  private @Nullable Undo receive(Call call, MsgRcv receive) {
    boolean copies = (receive.flags() & MSG_COPY) != 0;
    boolean waits = (receive.flags() & IPC_NOWAIT) == 0;
    int at = exists ? selected(receive) : -1;
    boolean fits =
        at >= 0
            && (size(at) <= receive.msgsz() || (receive.flags() & MSG_NOERROR) != 0);
    return switch (call.errno()) {
      case 0 ->
          !fits || (!call.pending() && !brings(at, receive)) ? null : copies ? Undo.NOTHING : remove(at);
      case EFAULT -> !fits ? null : copies ? Undo.NOTHING : remove(at);
      case E2BIG -> unchangedIf(at >= 0 && !fits);
      case ENOMSG -> unchangedIf(exists && at < 0 && !waits);
      case EINTR -> unchangedIf(exists && at < 0 && waits);
      case EINVAL -> unchangedIf(!exists || receive.msgsz() < 0 || copies);
      default -> Undo.NOTHING;
    };
  }

  private @Nullable Undo control(QueueCall by, MsgCtl control) {
    if (by.failed()) {
      return unchangedIf(
          by.call().errno() != EINVAL
              || !exists
              || control.command() == IPC_SET
              || !COMMANDS.contains(control.command()));
    }
    if (!exists) {
      return null;
    }
    return switch (control.command()) {
      case IPC_RMID -> remove(by.end());
      case IPC_SET -> resize(control.qbytes());
      default -> Undo.NOTHING;
    };
  }

  private static @Nullable Undo unchangedIf(boolean possible) {
    return possible ? Undo.NOTHING : null;
  }

  /** Where the message stands that a receive asks for, or -1. */
  private int selected(MsgRcv receive) {
    long msgtyp = receive.msgtyp();
    if ((receive.flags() & MSG_COPY) != 0) {
      return msgtyp >= 0 && msgtyp < queued.size() ? (int) msgtyp : -1;
    }
    int lowest = -1;
    for (int at = 0; at < queued.size(); at++) {
      long mtype = queued.get(at).send().mtype();
      if (asksFor(receive, mtype)) {
        if (msgtyp >= 0) {
          return at;
        }
        if (lowest < 0 || mtype < queued.get(lowest).send().mtype()) {
          lowest = at;
        }
      }
    }
    return lowest;
  }

  /** Whether messages of a type are among those that a receive, without MSG_COPY, would take. */
  static boolean asksFor(MsgRcv receive, long mtype) {
    long msgtyp = receive.msgtyp();
    if (msgtyp < 0) {
      return mtype <= (msgtyp == Long.MIN_VALUE ? Long.MAX_VALUE : -msgtyp);
    }
    boolean except = (receive.flags() & MSG_EXCEPT) != 0;
    return msgtyp == 0 || (mtype == msgtyp) != except;
  }

  private int size(int at) {
    return queued.get(at).send().payload().size();
  }

  private boolean brings(int at, MsgRcv receive) {
    MsgSnd sent = queued.get(at).send();
    return sent.mtype() == receive.mtype() && Matching.sameText(sent, receive);
  }

  private Undo add(QueueCall by, int size) {
    queued.add(by);
    cbytes += size;
    return () -> {
      queued.removeLast();
      cbytes -= size;
    };
  }

  private Undo remove(int at) {
    int size = size(at);
    QueueCall gone = queued.remove(at);
    cbytes -= size;
    return () -> {
      queued.add(at, gone);
      cbytes += size;
    };
  }

  private Undo resize(long bytes) {
    long before = qbytes;
    qbytes = bytes;
    return () -> qbytes = before;
  }

  private Undo create() {
    List<QueueCall> messages = queued;
    long bytes = cbytes;
    long room = qbytes;
    queued = new ArrayList<>();
    cbytes = 0;
    qbytes = DEFAULT_QBYTES;
    exists = true;
    return () -> {
      queued = messages;
      cbytes = bytes;
      qbytes = room;
      exists = false;
    };
  }

  private Undo remove(long end) {
    long before = removed;
    removed = end;
    exists = false;
    return () -> {
      removed = before;
      exists = true;
    };
  }
}
