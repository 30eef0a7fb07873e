package ipcgrade.reading;

import ipcgrade.order.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in a message a number stands, and how it is encoded. */
public sealed interface Location {
  /** In bytes from the start of mtext: no number is looked for beyond it. */
  int FARTHEST = 2048;

  /** The number there, if the message is long enough to have one. */
  OptionalLong read(Message message);

  /** Whether two places share bytes of mtext. */
  default boolean overlaps(Location other) {
    return this instanceof Binary a
        && other instanceof Binary b
        && a.offset < b.offset + b.width
        && b.offset < a.offset + a.width;
  }

  /** The message's own type. */
  record Mtype() implements Location {
    @Override
    public OptionalLong read(Message message) {
      return OptionalLong.of(message.mtype());
    }
  }

  /**
   * A signed integer in the machine's byte order.
   *
   * @param offset in bytes from the start of mtext
   * @param width 1, 2, 4 or 8 bytes
   */
  record Binary(int offset, int width) implements Location {
    @Override
    public OptionalLong read(Message message) {
      if (offset + width > message.payload().size()) {
        return OptionalLong.empty();
      }
      ByteBuffer bytes = message.payload().buffer().order(ByteOrder.nativeOrder());
      return OptionalLong.of(
          switch (width) {
            case 1 -> bytes.get(offset);
            case 2 -> bytes.getShort(offset);
            case 4 -> bytes.getInt(offset);
            case 8 -> bytes.getLong(offset);
            default -> throw new IllegalStateException("a width of " + width);
          });
    }
  }

  /**
   * One decimal digit as a character.
   *
   * @param offset in bytes from the start of mtext
   */
  record Digit(int offset) implements Location {
    @Override
    public OptionalLong read(Message message) {
      if (offset >= message.payload().size()) {
        return OptionalLong.empty();
      }
      byte digit = message.payload().buffer().get(offset);
      return digit >= '0' && digit <= '9' ? OptionalLong.of(digit - '0') : OptionalLong.empty();
    }
  }

  /**
   * A decimal number in a text.
   *
   * @param index which of the text's numbers, from 0
   */
  record Text(int index) implements Location {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    @Override
    public OptionalLong read(Message message) {
      List<Long> numbers = numbers(message);
      return index < numbers.size()
          ? OptionalLong.of(numbers.get(index))
          : OptionalLong.empty();
    }

    /** The bytes before the first NUL. */
    static int length(Message message) {
      byte[] bytes = message.payload().bytes();
      int length = 0;
      while (length < bytes.length && bytes[length] != 0) {
        length++;
      }
      return length;
    }

    /** The numbers of a text that ends at its first NUL; none if what comes before is no text. */
    static List<Long> numbers(Message message) {
      String text =
          new String(message.payload().bytes(), 0, length(message), StandardCharsets.ISO_8859_1);
      List<Long> numbers = new ArrayList<>();
      if (!text.isEmpty() && text.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f))) {
        for (Matcher match = NUMBER.matcher(text); match.find();) {
          numbers.add(Long.parseLong(match.group()));
        }
      }
      return numbers;
    }
  }

  /** Every place of a message where a number may stand, the likeliest first. */
  static List<Location> all(Message message) {
    List<Location> all = new ArrayList<>();
    int size = message.payload().size();
    for (int width : new int[] {4, 8, 2, 1}) {
      for (int offset = 0; offset + width <= size && offset < FARTHEST; offset += width) {
        all.add(new Binary(offset, width));
      }
    }
    int numbers = Text.numbers(message).size();
    for (int offset = numbers > 0 ? Text.length(message) : 0; offset < size && offset < FARTHEST; offset++) {
      all.add(new Digit(offset));
    }
    for (int index = 0; index < numbers; index++) {
      all.add(new Text(index));
    }
    all.add(new Mtype());
    return all;
  }
}
