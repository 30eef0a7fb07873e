package ipcgrade.wording;

import ipcgrade.trace.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Shows what bytes may mean: text if they look like it, else ints, else hexadecimal. */
public final class Payloads {
  private static final int MOST_TEXT = 48;
  private static final int MOST_INTS = 8;
  private static final int MOST_BYTES = 24;
  private static final int LEAST_TEXT = 2;

  private Payloads() {}

  /**
   * A short form of a message's bytes: {@code "bind 1"}, {@code [1, 65538]} (little-endian ints) or {@code
   * 0x0100ff}.
   */
  public static String text(Payload payload) {
    byte[] bytes = payload.bytes();
    int letters = letters(bytes);
    if (letters >= LEAST_TEXT) {
      return quoted(bytes, letters);
    }
    if (bytes.length > 0 && bytes.length % Integer.BYTES == 0) {
      return ints(bytes);
    }
    return bytes.length == 0 ? "[]" : hex(bytes);
  }

  /** The bytes in hexadecimal, in groups of four: {@code 01000000 02000100}. */
  public static String groups(Payload payload) {
    String hex = payload.toString();
    int digits = Math.min(hex.length(), 2 * MOST_BYTES);
    List<String> groups = new ArrayList<>();
    for (int at = 0; at < digits; at += 2 * Integer.BYTES) {
      groups.add(hex.substring(at, Math.min(at + 2 * Integer.BYTES, digits)));
    }
    return String.join(" ", groups) + (digits < hex.length() ? " ..." : "");
  }

  /** What a program printed, as a string literal of C. */
  public static String literal(Payload payload, int most) {
    String text = new String(payload.bytes(), StandardCharsets.UTF_8);
    return '"' + Printable.line(text, most) + '"';
  }

  /** How many bytes from the start are text that only zeros follow; 0 if they aren't text. */
  private static int letters(byte[] bytes) {
    int letters = 0;
    while (letters < bytes.length && bytes[letters] >= ' ' && bytes[letters] <= '~') {
      letters++;
    }
    for (int at = letters; at < bytes.length; at++) {
      if (bytes[at] != 0) {
        return 0;
      }
    }
    return letters;
  }

  private static String quoted(byte[] bytes, int letters) {
    String text = new String(bytes, 0, letters, StandardCharsets.US_ASCII);
    return '"' + Printable.line(text.replace("\\", "\\\\").replace("\"", "\\\""), MOST_TEXT) + '"';
  }

  private static String ints(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<String> ints = new ArrayList<>();
    while (buffer.hasRemaining() && ints.size() < MOST_INTS) {
      ints.add(Integer.toString(buffer.getInt()));
    }
    if (buffer.hasRemaining()) {
      ints.add("...");
    }
    return "[" + String.join(", ", ints) + "]";
  }

  private static String hex(byte[] bytes) {
    String hex = Payload.of(bytes).toString();
    return "0x" + (bytes.length <= MOST_BYTES ? hex : hex.substring(0, 2 * MOST_BYTES) + "...");
  }
}
