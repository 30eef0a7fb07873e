package ipcgrade.report.html;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Data for the browser. A page from disk may load scripts and nothing else, so each file is a script: the call of a
 * function of the page with the file's name and one value. It is pure ASCII, and neither {@code <} nor {@code &}
 * stands in it: no text of a submission ends it or becomes markup, wherever it is put.
 */
final class Data {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
          JsonFactory.builder()
              .characterEscapes(new Escapes())
              .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
              .build())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private Data() {}

  /** Writes a file of data. */
  static void write(Path file, String name, Object value) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      out.write("ipcgrade.data(");
      out.write(MAPPER.writeValueAsString(name));
      out.write(",");
      out.write(MAPPER.writeValueAsString(value));
      out.write(");\n");
    } catch (JacksonException e) {
      throw new IOException("the data of the page cannot be written to " + file, e);
    }
  }

  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (char each : new char[] {'<', '>', '&', '\'', 0x7F}) {
        codes[each] = ESCAPE_STANDARD;
      }
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return character < 0x80 ? null : new SerializedString("\\u%04x".formatted(character));
    }
  }
}
