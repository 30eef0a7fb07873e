package ipcgrade.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Texts that a student's program may have chosen: whatever they hold, the JSON is valid, and harmless to
 * a terminal that shows it.
 */
public final class SafeText {
  private SafeText() {}

  /** A factory that also escapes what JSON allows but terminals obey. */
  static JsonFactory factory() {
    return JsonFactory.builder().characterEscapes(new Escapes()).build();
  }

  /** The text with each half of a surrogate pair that stands alone replaced, as UTF-8 cannot hold it. */
  public static String unicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  /** Escapes DEL, the C1 controls, line separators and the marks that turn the direction of a text. */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[0x7F] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      boolean obeyed =
          (character >= 0x80 && character < 0xA0)
              || (character >= 0x2028 && character <= 0x202E)
              || (character >= 0x2066 && character <= 0x2069);
      return obeyed ? new SerializedString("\\u%04x".formatted(character)) : null;
    }
  }
}
