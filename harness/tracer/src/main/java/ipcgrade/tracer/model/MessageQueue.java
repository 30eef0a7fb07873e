package ipcgrade.tracer.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One System V message queue, by the rules of the kernel's ipc/msg.c (testmsg, find_msg,
 * msg_fits_inqueue).
 */
public final class MessageQueue {
  public static final int IPC_NOWAIT = 04000;
  public static final int MSG_NOERROR = 010000;
  public static final int MSG_EXCEPT = 020000;

  private final List<Message> messages = new ArrayList<>();
  private final boolean opaque;
  private long qbytes;
  private long cbytes;

  /**
   * An empty queue.
   *
   * @param qbytes the most bytes, and the most messages, that it holds
   */
  public MessageQueue(long qbytes) {
    this(qbytes, false);
  }

  private MessageQueue(long qbytes, boolean opaque) {
    this.qbytes = qbytes;
    this.opaque = opaque;
  }

  /** A queue that was there before the run, so that nobody knows what it holds. */
  public static MessageQueue opaque(long qbytes) {
    return new MessageQueue(qbytes, true);
  }

  /** Whether what it holds is unknown. */
  public boolean opaque() {
    return opaque;
  }

  /** IPC_SET changed its room. */
  public void resize(long bytes) {
    qbytes = bytes;
  }

  /** Whether a msgsnd(2) of {@code size} bytes would go through now. */
  public boolean hasRoom(long size) {
    return cbytes + size <= qbytes && messages.size() + 1 <= qbytes;
  }

  /** The message that msgrcv(2) with these arguments would get now, or null if it would wait. */
  public @Nullable Message match(long msgtyp, int flags) {
    if (msgtyp < 0) {
      long most = msgtyp == Long.MIN_VALUE ? Long.MAX_VALUE : -msgtyp;
      Message lowest = null;
      for (Message message : messages) {
        if (message.mtype() <= most && (lowest == null || message.mtype() < lowest.mtype())) {
          lowest = message;
        }
      }
      return lowest;
    }
    boolean except = (flags & MSG_EXCEPT) != 0;
    for (Message message : messages) {
      if (msgtyp == 0 || message.mtype() == msgtyp != except) {
        return message;
      }
    }
    return null;
  }

  /** A msgsnd(2) went through. */
  public void add(Message message) {
    messages.add(message);
    cbytes += message.size();
  }

  /** A msgrcv(2) took {@link #match} away. */
  public void remove(Message message) {
    if (messages.remove(message)) {
      cbytes -= message.size();
    }
  }

  @Override
  public String toString() {
    return messages.size() + " messages of " + cbytes + " bytes, types "
        + messages.stream().map(message -> Long.toString(message.mtype())).toList();
  }
}
