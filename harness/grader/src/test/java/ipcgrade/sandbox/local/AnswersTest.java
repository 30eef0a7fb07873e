package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The answers of an agent")
class AnswersTest {
  private static final String LONG = "{\"type\":\"output\",\"bytes\":\"" + "00".repeat(100_000) + "\"}\n";
  private static final String EVENTS = "{\"type\":\"exec\",\"path\":\"è\"}\n{\"type\":\"exit\"}\n" + LONG;
  private static final String END = "{\"type\":\"end\",\"end\":{\"type\":\"finished\"}}";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000, 1 << 16, 1 << 20})
  @DisplayName("are handed on whole, in whatever pieces they come")
  void pieces(int size) throws Exception {
    ByteArrayOutputStream handed = new ByteArrayOutputStream();
    Answers.Lines lines =
        (buffer, offset, length) -> {
          assertTrue(length == 0 || buffer[offset + length - 1] == '\n', "it is no whole line");
          handed.write(buffer, offset, length);
        };
    Answers answers = new Answers(pieces(EVENTS + END + "\n", size));
    assertEquals(END, answers.last(lines));
    assertEquals(EVENTS, handed.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("that break off are no answers")
  void brokenOff() {
    Answers answers = new Answers(pieces(EVENTS + END, 100));
    assertThrows(IOException.class, () -> answers.last((_, _, _) -> {}));
  }

  private static InputStream pieces(String text, int size) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, size));
      }
    };
  }
}
