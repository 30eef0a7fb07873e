package ipcgrade.reference.onequeue;

import ipcgrade.reference.msg.Message;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The messages of the assignment. On the one queue their types keep them apart. */
sealed interface Mail {
  /** The longest of them, bytes of mtext. */
  int MSGSZ = 2 * Integer.BYTES;

  /** The type of the requests: the pid of init, and so of no client. */
  long REQUEST = 1;

  /** From a client to the server: who asks, and what to square. */
  record Request(int pid, int value) implements Mail {}

  /** From the server to the client of that pid, which is its type. */
  record Response(int pid, int square) implements Mail {}

  /** As the queue carries it. */
  default Message encode() {
    return switch (this) {
      case Request(int pid, int value) -> message(REQUEST, pid, value);
      case Response(int pid, int square) -> message(pid, square);
    };
  }

  /** The mail that {@link #encode} made the message of. */
  static Mail decode(Message message) {
    MemorySegment mtext = MemorySegment.ofArray(message.mtext());
    return message.mtype() == REQUEST
        ? new Request(field(mtext, 0), field(mtext, 1))
        : new Response((int) message.mtype(), field(mtext, 0));
  }

  private static Message message(long mtype, int... fields) {
    return new Message(mtype, MemorySegment.ofArray(fields).toArray(ValueLayout.JAVA_BYTE));
  }

  private static int field(MemorySegment mtext, int index) {
    return mtext.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index);
  }
}
