package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mark")
class MarkTest {
  private static final int QUEUE = 65536;

  @Test
  @DisplayName("of the type is one for all senders' pids, and one for all receivers' pids")
  void type() {
    Mark type = new Mark.Type();
    assertEquals(type.of(sent(2, 2)), type.of(sent(3, 3)));
    assertEquals(type.of(received(2, 7)), type.of(received(3, 9)));
    assertNotEquals(type.of(sent(2, 2)), type.of(received(2, 7)));
    assertEquals("5", type.of(sent(2, 5)));
    assertEquals("2", type.of(sent(3, 2)));
  }

  @Test
  @DisplayName("of the size is the length of mtext")
  void size() {
    assertEquals("7", new Mark.Size().of(text("BIND 1\0")));
    assertEquals("0", new Mark.Size().of(text("")));
  }

  @Test
  @DisplayName("of the word is the letters it begins with, up to the first that is none")
  void word() {
    assertEquals("BIND", new Mark.Word().of(text("BIND 1 65536")));
    assertEquals("SET_ID", new Mark.Word().of(text("SET_ID")));
    assertEquals("", new Mark.Word().of(text("1 BIND")));
  }

  @Test
  @DisplayName("of a field is its number, and nothing where there is none")
  void field() {
    Mark field = new Mark.Field(new Location.Text(1));
    assertEquals("65536", field.of(text("BIND 1 65536")));
    assertEquals("", field.of(text("BIND 1")));
  }

  private static Message sent(int pid, long mtype) {
    return message(new TraceScript().start(1, 0).create(1, QUEUE).start(pid, 1).send(pid, QUEUE, mtype, 1));
  }

  /** A message to the pid that it has as its type. */
  private static Message received(int sender, int receiver) {
    TraceScript script = new TraceScript().start(1, 0).create(1, QUEUE).start(sender, 1).start(receiver, 1);
    return message(script.send(sender, QUEUE, receiver, 1).receive(receiver, QUEUE, receiver, receiver, 1));
  }

  private static Message text(String mtext) {
    Payload payload = Payload.of(mtext.getBytes(StandardCharsets.ISO_8859_1));
    return message(
        new TraceScript().start(1, 0).create(1, QUEUE).call(1, new MsgSnd(QUEUE, 3, payload, 0), 0));
  }

  private static Message message(TraceScript script) {
    return History.of(script.end()).messages().getFirst();
  }
}
