package ipcgrade.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.reading.Location.Binary;
import ipcgrade.reading.Location.Mtype;
import ipcgrade.reading.Location.Text;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  private static Message message(byte... bytes) {
    TraceScript script = new TraceScript().start(1, 0).create(1, 65536);
    script.call(1, new MsgSnd(65536, 3, Payload.of(bytes), 0), 0);
    return History.of(script.end()).messages().getFirst();
  }
}
