package ipcgrade.sandbox.served;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SentTest {
  @Test
  @DisplayName("A line that comes after the run was given up is not sent")
  void late() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Wire wire = new Wire(InputStream.nullInputStream(), out, 0);
    Sent sent = new Sent(wire);
    byte[] line = "line\n".getBytes(StandardCharsets.UTF_8);
    sent.events(line, 0, 5);
    sent.close();
    sent.events(line, 0, 5);
    wire.flush();
    assertEquals("line\n", out.toString(StandardCharsets.UTF_8));
  }
}
