package ipcgrade.reference.queueeach;

import ipcgrade.reference.msg.Message;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The messages of the assignment, and how they travel: the kind as mtype, the fields as ints. */
sealed interface Mail {
  /** The longest of them, bytes of mtext. */
  int MSGSZ = 3 * Integer.BYTES;

  long REQUEST = 1;
  long RESPONSE = 2;
  long EXIT = 3;

  /** From a client to the server: where to answer, and what to add. */
  record Request(int msqid, int a, int b) implements Mail {}

  /** From the server to a client. */
  record Response(int sum) implements Mail {}

  /** From the parent to the server. */
  record Exit() implements Mail {}

  /** As the queue carries it. */
  default Message encode() {
    return switch (this) {
      case Request(int msqid, int a, int b) -> message(REQUEST, msqid, a, b);
      case Response(int sum) -> message(RESPONSE, sum);
      case Exit() -> message(EXIT);
    };
  }

  /** The mail that {@link #encode} made the message of. */
  static Mail decode(Message message) {
    MemorySegment mtext = MemorySegment.ofArray(message.mtext());
    if (message.mtype() == REQUEST) {
      return new Request(field(mtext, 0), field(mtext, 1), field(mtext, 2));
    }
    return message.mtype() == RESPONSE ? new Response(field(mtext, 0)) : new Exit();
  }

  private static Message message(long mtype, int... fields) {
    return new Message(mtype, MemorySegment.ofArray(fields).toArray(ValueLayout.JAVA_BYTE));
  }

  private static int field(MemorySegment mtext, int index) {
    return mtext.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index);
  }
}
