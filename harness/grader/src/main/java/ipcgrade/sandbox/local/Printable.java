package ipcgrade.sandbox.local;

import java.nio.charset.StandardCharsets;

/** Makes text of unknown origin fit for a terminal and a report. */
final class Printable {
  private Printable() {}

  static String of(byte[] bytes) {
    return of(new String(bytes, StandardCharsets.UTF_8));
  }

  /** The text with everything but visible characters, spaces, tabs and line ends replaced. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(Printable::shown).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static int shown(int character) {
    if (character == '\n' || character == '\t') {
      return character;
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          0xFFFD;
      default -> character;
    };
  }
}
