package ipcgrade.report.screen;

import java.util.ArrayList;
import java.util.List;

/** How wide text is on a terminal, and how it breaks into lines. */
final class Columns {
  private Columns() {}

  /** The columns that a text takes: two for an ideograph or emoji, none for a mark on another letter. */
  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int character) {
    if (character < 0x300) {
      return 1;
    }
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> wide(character) ? 2 : 1;
    };
  }

  private static boolean wide(int character) {
    if (character < 0x1100) {
      return false;
    }
    return Character.isEmojiPresentation(character)
        || (character >= 0x3000 && character <= 0x303E)
        || (character >= 0xFF01 && character <= 0xFF60)
        || switch (Character.UnicodeScript.of(character)) {
          case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
          default -> false;
        };
  }

  /**
   * Breaks a text between words, and inside a word only where it alone is too wide.
   *
   * @param first columns of the first line
   * @param rest columns of all others, at least 1
   */
  static List<String> wrap(String text, int first, int rest) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int room = first;
    for (String word : text.strip().split(" +", -1)) {
      int needed = of(word) + (line.isEmpty() ? 0 : 1);
      if (needed > room && !line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
        room = rest;
        needed = of(word);
      }
      String left = word;
      while (of(left) > room) {
        int fits = prefix(left, room);
        lines.add(left.substring(0, fits));
        left = left.substring(fits);
        room = rest;
        needed = of(left);
      }
      line.append(line.isEmpty() ? "" : " ").append(left);
      room -= needed;
    }
    lines.add(line.toString());
    return lines;
  }

  /** Breaks a text wherever the room ends, and keeps its blanks. */
  static List<String> cut(String text, int room) {
    List<String> lines = new ArrayList<>();
    String left = text;
    while (of(left) > room) {
      int fits = prefix(left, room);
      lines.add(left.substring(0, fits));
      left = left.substring(fits);
    }
    lines.add(left);
    return lines;
  }

  /** How many UTF-16 units from the start fit, at least one character. */
  private static int prefix(String text, int room) {
    int at = Character.charCount(text.codePointAt(0));
    int used = of(text.substring(0, at));
    while (at < text.length()) {
      int character = text.codePointAt(at);
      used += of(character);
      if (used > room) {
        break;
      }
      at += Character.charCount(character);
    }
    return at;
  }
}
