package ipcgrade.spec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The text of a file, decoded strictly, and where its characters stand. */
final class YamlText {
  static final int MAX_BYTES = 1 << 20;

  private YamlText() {}

  /** The text of a UTF-8 file, without a byte order mark. */
  static String decode(byte[] bytes, Path file) throws SpecException {
    if (bytes.length > MAX_BYTES) {
      throw new SpecException(file, 0, 0, "the file is larger than 1 MiB, the most that is read");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      Spec.Position position = position(decoded, decoded.codePointCount(0, decoded.length()));
      throw new SpecException(
          file,
          position.line(),
          position.column(),
          "the file is not UTF-8 from here on; save it in that encoding");
    }
    return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
  }

  /** Where the character with this index, in code points, stands. */
  static Spec.Position position(String text, int index) {
    int line = 1;
    int column = 1;
    int end = text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length())));
    for (int i = 0; i < end; i += Character.charCount(text.codePointAt(i))) {
      boolean newLine = text.charAt(i) == '\n';
      line += newLine ? 1 : 0;
      column = newLine ? 1 : column + 1;
    }
    return new Spec.Position(line, column);
  }
}
