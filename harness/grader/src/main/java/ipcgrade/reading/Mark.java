package ipcgrade.reading;

import ipcgrade.order.Message;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** What a receiver may look at to tell one kind of message from another. */
public sealed interface Mark {
  /** What a message shows there: two messages that show the same are of one class. */
  String of(Message message);

  /** The mtype; the pid of the sender, or of the receiver, is one and the same for all of them. */
  record Type() implements Mark {
    @Override
    public String of(Message message) {
      if (message.mtype() == message.sender()) {
        return "its sender's pid";
      }
      return message.received().filter(r -> r.pid() == message.mtype()).isPresent()
          ? "its receiver's pid"
          : Long.toString(message.mtype());
    }
  }

  /** The length of mtext. */
  record Size() implements Mark {
    @Override
    public String of(Message message) {
      return Integer.toString(message.payload().size());
    }
  }

  /** The letters with which mtext begins: {@code BIND} of {@code "BIND 1 65536"}. */
  record Word() implements Mark {
    @Override
    public String of(Message message) {
      ByteBuffer mtext = message.payload().buffer();
      StringBuilder word = new StringBuilder();
      while (mtext.hasRemaining()) {
        char letter = (char) mtext.get();
        if (!Character.isLetter(letter) && letter != '_') {
          break;
        }
        word.append(letter);
      }
      return word.toString();
    }
  }

  /** A number in mtext. */
  record Field(Location location) implements Mark {
    @Override
    public String of(Message message) {
      OptionalLong value = location.read(message);
      return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }
  }
}
