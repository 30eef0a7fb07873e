package ipcgrade.reference.registro;

import ipcgrade.reference.msg.Message;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The messages of the assignment, and how they travel: the kind as mtype, the fields as ints. */
sealed interface Mail {
  /** The longest of them, bytes of mtext. */
  int MSGSZ = 2 * Integer.BYTES;

  /** Above the servers' numbers, which are the mtypes of the results. */
  long BIND = 10;

  long QUERY = 20;
  long SERVICE = 30;
  long EXIT = 40;

  /** From a server to the registry: its number and the msqid of its mailbox. */
  record Bind(int server, int msqid) implements Mail {}

  /** From a client to the registry: the number of the server that it looks for. */
  record Query(int server) implements Mail {}

  /** From the registry to a client: the mailbox of that server, whose number is the mtype. */
  record Result(int server, int msqid) implements Mail {}

  /** From a client to a server: the new value of its resource. */
  record Service(int value) implements Mail {}

  /** From the parent to the registry, and from the registry to each server. */
  record Exit() implements Mail {}

  /** As the queue carries it. */
  default Message encode() {
    return switch (this) {
      case Bind(int server, int msqid) -> message(BIND, server, msqid);
      case Query(int server) -> message(QUERY, server);
      case Result(int server, int msqid) -> message(server, msqid);
      case Service(int value) -> message(SERVICE, value);
      case Exit() -> message(EXIT);
    };
  }

  /** The mail that {@link #encode} made the message of. */
  static Mail decode(Message message) {
    MemorySegment mtext = MemorySegment.ofArray(message.mtext());
    if (message.mtype() == BIND) {
      return new Bind(field(mtext, 0), field(mtext, 1));
    } else if (message.mtype() == QUERY) {
      return new Query(field(mtext, 0));
    } else if (message.mtype() == SERVICE) {
      return new Service(field(mtext, 0));
    } else if (message.mtype() == EXIT) {
      return new Exit();
    }
    return new Result((int) message.mtype(), field(mtext, 0));
  }

  private static Message message(long mtype, int... fields) {
    return new Message(mtype, MemorySegment.ofArray(fields).toArray(ValueLayout.JAVA_BYTE));
  }

  private static int field(MemorySegment mtext, int index) {
    return mtext.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index);
  }
}
