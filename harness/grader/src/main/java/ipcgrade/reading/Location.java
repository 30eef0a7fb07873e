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
    return this instanceof Bytes a
        && other instanceof Bytes b
        && a.offset() < b.offset() + b.width()
        && b.offset() < a.offset() + a.width();
  }

  /** A number in certain bytes of mtext. */
  sealed interface Bytes extends Location {
    /** Of its first byte, from the start of mtext. */
    int offset();

    /** How many bytes it takes. */
    int width();

    /** What its bytes hold; they are all there. */
    OptionalLong read(ByteBuffer mtext);

    @Override
    default OptionalLong read(Message message) {
      return offset() + width() <= message.payload().size()
          ? read(message.payload().buffer().order(ByteOrder.nativeOrder()))
          : OptionalLong.empty();
    }

    /** Whether all bytes of {@code other} are its own too. */
    default boolean contains(Bytes other) {
      return offset() <= other.offset() && other.offset() + other.width() <= offset() + width();
    }
  }

  /**
   * The message's own type. A type cannot be 0, so numbers that can are shifted: 1 for 0, or 100 for 0.
   *
   * @param shift the type that stands for 0
   */
  record Mtype(long shift) implements Location {
    private static final List<Long> SHIFTS = List.of(0L, 1L, 10L, 100L, 1000L);

    /** The type as it is. */
    public Mtype() {
      this(0);
    }

    @Override
    public OptionalLong read(Message message) {
      return OptionalLong.of(message.mtype() - shift);
    }
  }

  /**
   * A signed integer in the machine's byte order.
   *
   * @param width 1, 2, 4 or 8 bytes
   */
  record Binary(int offset, int width) implements Bytes {
    @Override
    public OptionalLong read(ByteBuffer mtext) {
      return OptionalLong.of(integer(mtext, offset, width));
    }
  }

  /**
   * A signed integer in the byte order that is not the machine's, as htonl(3) makes it.
   *
   * @param width 2, 4 or 8 bytes
   */
  record Swapped(int offset, int width) implements Bytes {
    @Override
    public OptionalLong read(ByteBuffer mtext) {
      return OptionalLong.of(
          integer(
              mtext.order() == ByteOrder.BIG_ENDIAN
                  ? mtext.order(ByteOrder.LITTLE_ENDIAN)
                  : mtext.order(ByteOrder.BIG_ENDIAN),
              offset,
              width));
    }
  }

  /**
   * A float or a double, where it holds an integer.
   *
   * @param width 4 or 8 bytes
   */
  record Real(int offset, int width) implements Bytes {
    /** Beyond it not every integer has a double of its own. */
    private static final double LARGEST = 1L << 53;

    @Override
    public OptionalLong read(ByteBuffer mtext) {
      double value = width == 4 ? mtext.getFloat(offset) : mtext.getDouble(offset);
      return value == Math.rint(value) && Math.abs(value) <= LARGEST
          ? OptionalLong.of((long) value)
          : OptionalLong.empty();
    }
  }

  /**
   * A decimal number in a text.
   *
   * @param offset where the text begins, in bytes from the start of mtext; it ends before what is no text
   * @param index which of the text's numbers, from 0
   */
  record Text(int offset, int index) implements Location {
    /** A minus right behind a letter or a digit separates: 1-65536 are two numbers, neither negative. */
    private static final Pattern NUMBER = Pattern.compile("(?:(?<!\\w)-)?\\d{1,18}");

    /** A number of the text at the start of mtext. */
    public Text(int index) {
      this(0, index);
    }

    @Override
    public OptionalLong read(Message message) {
      List<Long> numbers = numbers(message.payload().buffer(), offset);
      return index < numbers.size()
          ? OptionalLong.of(numbers.get(index))
          : OptionalLong.empty();
    }

    /** The numbers of the text that begins at {@code offset}; none if no text does. */
    static List<Long> numbers(ByteBuffer mtext, int offset) {
      List<Long> numbers = new ArrayList<>();
      for (Matcher match = NUMBER.matcher(text(mtext, offset)); match.find();) {
        numbers.add(Long.parseLong(match.group()));
      }
      return numbers;
    }

    /** What stands from {@code offset} to the first byte that is no text. */
    static String text(ByteBuffer mtext, int offset) {
      int end = offset;
      while (end < mtext.limit() && isText(mtext.get(end))) {
        end++;
      }
      byte[] text = new byte[end - offset];
      for (int i = 0; i < text.length; i++) {
        text[i] = mtext.get(offset + i);
      }
      return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static boolean isText(byte b) {
      return b == '\n' || b == '\t' || b < 0 || (b >= ' ' && b != 0x7f);
    }
  }

  private static long integer(ByteBuffer bytes, int offset, int width) {
    return switch (width) {
      case 1 -> bytes.get(offset);
      case 2 -> bytes.getShort(offset);
      case 4 -> bytes.getInt(offset);
      case 8 -> bytes.getLong(offset);
      default -> throw new IllegalStateException("a width of " + width);
    };
  }

  /** Every place of a message where a number may stand, the likeliest first. */
  static List<Location> all(Message message) {
    ByteBuffer mtext = message.payload().buffer();
    int size = Math.min(mtext.limit(), FARTHEST);
    List<Location> all = new ArrayList<>();
    for (int width : new int[] {4, 8, 2, 1}) {
      for (int offset = 0; offset + width <= size; offset += width) {
        all.add(new Binary(offset, width));
      }
    }
    for (int offset = 0; offset < size; offset += Text.text(mtext, offset).length() + 1) {
      int numbers = Text.numbers(mtext, offset).size();
      for (int index = 0; index < numbers; index++) {
        all.add(new Text(offset, index));
      }
    }
    for (long shift : Mtype.SHIFTS) {
      all.add(new Mtype(shift));
    }
    for (int width : new int[] {8, 4}) {
      for (int offset = 0; offset + width <= size; offset += width) {
        all.add(new Real(offset, width));
      }
    }
    for (int width : new int[] {4, 2, 8}) {
      for (int offset = 0; offset + width <= size; offset += width) {
        all.add(new Swapped(offset, width));
      }
    }
    for (int offset = 0; offset + 4 <= size; offset++) {
      if (offset % 4 != 0) {
        all.add(new Binary(offset, 4));
      }
    }
    return all;
  }
}
