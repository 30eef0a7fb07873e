package ipcgrade.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.reading.Location.Binary;
import ipcgrade.reading.Location.Mtype;
import ipcgrade.reading.Location.Real;
import ipcgrade.reading.Location.Swapped;
import ipcgrade.reading.Location.Text;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A location")
class LocationTest {
  @Test
  @DisplayName("reads signed numbers of each width, up to the last byte and not beyond")
  void binary() {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    Message message =
        message(bytes.putLong(0, -5).putInt(8, 70_000).putShort(12, (short) -2).put(15, (byte) 9).array());
    assertEquals(OptionalLong.of(-5), new Binary(0, 8).read(message));
    assertEquals(OptionalLong.of(70_000), new Binary(8, 4).read(message));
    assertEquals(OptionalLong.of(-2), new Binary(12, 2).read(message));
    assertEquals(OptionalLong.of(9), new Binary(15, 1).read(message));
    assertEquals(OptionalLong.empty(), new Binary(15, 2).read(message));
    assertEquals(OptionalLong.of(3), new Mtype().read(message));
  }

  @Test
  @DisplayName("counts the numbers of a text up to its NUL, and tells them from a digit behind it")
  void text() {
    Message message = message("BIND 12 -7\0004".getBytes(ISO_8859_1));
    assertEquals(OptionalLong.of(12), new Text(0).read(message));
    assertEquals(OptionalLong.of(-7), new Text(1).read(message));
    assertEquals(OptionalLong.empty(), new Text(2).read(message));
    assertEquals(OptionalLong.of(4), new Text(11, 0).read(message));
    assertTrue(Location.all(message).contains(new Text(11, 0)));
  }

  @Test
  @DisplayName("finds a number that stands behind 512 bytes of text")
  void far() {
    assertTrue(Location.all(message(new byte[520])).contains(new Binary(512, 4)));
  }

  @Test
  @DisplayName("swapped reads numbers of each width in network byte order")
  void swapped() {
    ByteOrder other =
        ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer bytes = ByteBuffer.allocate(14).order(other);
    Message message = message(bytes.putLong(0, -5).putInt(8, 70_000).putShort(12, (short) 300).array());
    assertEquals(OptionalLong.of(-5), new Swapped(0, 8).read(message));
    assertEquals(OptionalLong.of(70_000), new Swapped(8, 4).read(message));
    assertEquals(OptionalLong.of(300), new Swapped(12, 2).read(message));
    assertEquals(OptionalLong.empty(), new Swapped(12, 4).read(message));
  }

  @Test
  @DisplayName("real reads floats and doubles that hold an integer of which no other is rounded to it")
  void real() {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    bytes.putFloat(0, -3).putFloat(4, 3.5f).putDouble(8, 1L << 53).putDouble(16, -(1L << 53));
    bytes.putDouble(24, (1L << 53) + 2).putDouble(32, Double.NaN).putDouble(40, 0.25).putDouble(48, 7);
    Message message = message(bytes.array());
    assertEquals(OptionalLong.of(-3), new Real(0, 4).read(message));
    assertEquals(OptionalLong.empty(), new Real(4, 4).read(message));
    assertEquals(OptionalLong.of(1L << 53), new Real(8, 8).read(message));
    assertEquals(OptionalLong.of(-(1L << 53)), new Real(16, 8).read(message));
    assertEquals(OptionalLong.empty(), new Real(24, 8).read(message));
    assertEquals(OptionalLong.empty(), new Real(32, 8).read(message));
    assertEquals(OptionalLong.empty(), new Real(40, 8).read(message));
    assertEquals(OptionalLong.of(7), new Real(48, 8).read(message));
  }

  @Test
  @DisplayName("of the type takes off the type that stands for 0")
  void shifted() {
    assertEquals(OptionalLong.of(2), new Mtype(1).read(message()));
    assertEquals(OptionalLong.of(-97), new Mtype(100).read(message()));
  }

  @Test
  @DisplayName("of a text ends before the first byte that is none: a control character, or DEL")
  void textEnds() {
    assertEquals("a\tb\nc ~\u00e8", textOf("a\tb\nc ~\u00e8\u007fd"));
    assertEquals("a", textOf("a\u001fb"));
    assertEquals("", textOf("\0a"));
    assertEquals("ab", textOf("ab"));
  }

  @Test
  @DisplayName("takes a minus behind a letter or a digit for a hyphen")
  void minus() {
    Message message = message("1-65536 x-3 -4".getBytes(ISO_8859_1));
    assertEquals(OptionalLong.of(65536), new Text(1).read(message));
    assertEquals(OptionalLong.of(3), new Text(2).read(message));
    assertEquals(OptionalLong.of(-4), new Text(3).read(message));
    assertEquals(OptionalLong.empty(), new Text(4).read(message));
  }

  @Test
  @DisplayName("overlaps another that has a byte of it, and contains one all of whose bytes it has")
  void overlaps() {
    assertTrue(new Binary(0, 4).overlaps(new Binary(3, 1)));
    assertTrue(new Binary(3, 1).overlaps(new Swapped(0, 4)));
    assertFalse(new Binary(0, 4).overlaps(new Binary(4, 4)));
    assertFalse(new Binary(4, 4).overlaps(new Binary(0, 4)));
    assertFalse(new Binary(0, 4).overlaps(new Text(0)));
    assertFalse(new Text(0).overlaps(new Binary(0, 4)));
    assertFalse(new Mtype().overlaps(new Mtype()));
    assertTrue(new Binary(4, 4).contains(new Binary(4, 4)));
    assertTrue(new Binary(4, 4).contains(new Binary(6, 2)));
    assertFalse(new Binary(4, 4).contains(new Binary(2, 4)));
    assertFalse(new Binary(4, 4).contains(new Binary(6, 4)));
  }

  @Test
  @DisplayName("is of a width that numbers have")
  void width() {
    assertThrows(IllegalStateException.class, () -> new Binary(0, 3).read(message(new byte[4])));
  }

  @Test
  @DisplayName("may be in a message of six bytes each of these, the likeliest first")
  void all() {
    assertEquals(
        List.of(
            new Binary(0, 4), new Binary(0, 2), new Binary(2, 2), new Binary(4, 2), new Binary(0, 1),
            new Binary(1, 1), new Binary(2, 1), new Binary(3, 1), new Binary(4, 1), new Binary(5, 1),
            new Text(0, 0), new Text(4, 0), new Mtype(0), new Mtype(1), new Mtype(10), new Mtype(100),
            new Mtype(1000), new Real(0, 4), new Swapped(0, 4), new Swapped(0, 2), new Swapped(2, 2),
            new Swapped(4, 2), new Binary(1, 4), new Binary(2, 4)),
        Location.all(message('7', 0, 0, 0, '8', 0)));
    assertEquals(4, Location.all(message(new byte[16])).stream().filter(l -> l.equals(new Binary(8, 8))
        || l.equals(new Real(8, 8)) || l.equals(new Swapped(8, 8)) || l.equals(new Binary(11, 4))).count());
  }

  @Test
  @DisplayName("may be up to the 2048th byte, and no further")
  void farthest() {
    List<Location> all = Location.all(message(new byte[2100]));
    assertTrue(all.contains(new Binary(2044, 4)) && all.contains(new Binary(2047, 1)));
    assertFalse(all.contains(new Binary(2045, 4)) || all.contains(new Binary(2048, 1)));
  }

  private static String textOf(String mtext) {
    return Text.text(ByteBuffer.wrap(mtext.getBytes(ISO_8859_1)), 0);
  }

  private static Message message(int... bytes) {
    byte[] mtext = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      mtext[i] = (byte) bytes[i];
    }
    return message(mtext);
  }

  private static Message message(byte[] bytes) {
    TraceScript script = new TraceScript().start(1, 0).create(1, 65536);
    script.call(1, new MsgSnd(65536, 3, Payload.of(bytes), 0), 0);
    return History.of(script.end()).messages().getFirst();
  }
}
