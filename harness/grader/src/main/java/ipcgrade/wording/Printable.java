package ipcgrade.wording;

import java.util.List;

/**
 * Makes text safe to show. Whatever comes from a submission (names, compiler output, payloads) passes
 * here on its way to a terminal: no escape sequence, no direction mark, nothing invisible, no end.
 */
public final class Printable {
  /** More than this many combining marks on one letter would climb into the lines above. */
  private static final int MOST_MARKS = 2;

  private static final int TAB = 8;

  private Printable() {}

  /**
   * One line of text. What cannot be shown as itself becomes an escape such as {@code \n} or {@code \x1b};
   * what is longer than {@code most} UTF-16 units ends in "...".
   */
  public static String line(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most));
    int marks = 0;
    for (int at = 0; at < text.length();) {
      int character = text.codePointAt(at);
      marks = combines(character) ? marks + 1 : 0;
      int before = shown.length();
      append(shown, character, marks);
      at += Character.charCount(character);
      if (shown.length() > most || (shown.length() == most && at < text.length())) {
        shown.setLength(Math.max(0, Math.min(before, most - 3)));
        dropHalfCharacter(shown);
        return shown.append("...".substring(0, Math.min(3, most))).toString();
      }
    }
    return shown.toString();
  }

  /** A text of any length and number of lines, as {@link #line} has it but for its line ends and tabs. */
  public static String text(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int marks = 0;
    for (int character : text.codePoints().toArray()) {
      marks = combines(character) ? marks + 1 : 0;
      if (character == '\n' || character == '\t') {
        shown.append((char) character);
      } else {
        append(shown, character, marks);
      }
    }
    return shown.toString();
  }

  /** The same of its first {@code most} UTF-16 units; "..." stands for what follows them. */
  public static String text(String text, int most) {
    return text.length() > most ? text(start(text, most)) + "..." : text(text);
  }

  /** The first {@code most} UTF-16 units of a text; one less where they would part a surrogate pair. */
  public static String start(String text, int most) {
    int end = Math.min(most, text.length());
    return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  /**
   * The lines of a text, each made printable; tabs become blanks.
   *
   * @param most how many lines; what follows them is left out
   * @param width UTF-16 units in each line
   */
  public static List<String> lines(String text, int most, int width) {
    return text.lines().limit(most).map(line -> line(untab(line, width), width)).toList();
  }

  private static void append(StringBuilder shown, int character, int marks) {
    switch (character) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      case 0 -> shown.append("\\0");
      default -> {
        if (shows(character) && marks <= MOST_MARKS) {
          shown.appendCodePoint(character);
        } else if (character < 0x100) {
          shown.append(String.format("\\x%02x", character));
        } else {
          shown.append(String.format("\\u%04x", character));
        }
      }
    }
  }

  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> !hiddenLetter(character);
    };
  }

  /** Letters and marks that Unicode itself says are drawn as nothing (Default_Ignorable_Code_Point). */
  private static boolean hiddenLetter(int character) {
    return character == 0x034F
        || character == 0x115F
        || character == 0x1160
        || character == 0x17B4
        || character == 0x17B5
        || character == 0x2800
        || character == 0x3164
        || character == 0xFFA0
        || (character >= 0x180B && character <= 0x180F)
        || (character >= 0xFE00 && character <= 0xFE0F)
        || (character >= 0xE0000 && character <= 0xE0FFF);
  }

  static boolean combines(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static void dropHalfCharacter(StringBuilder shown) {
    int last = shown.length() - 1;
    if (last >= 0 && Character.isHighSurrogate(shown.charAt(last))) {
      shown.setLength(last);
    }
  }

  private static String untab(String line, int width) {
    if (line.indexOf('\t') < 0) {
      return line;
    }
    StringBuilder blanks = new StringBuilder();
    for (int at = 0; at < line.length() && blanks.length() <= width; at++) {
      if (line.charAt(at) == '\t') {
        blanks.repeat(' ', TAB - blanks.length() % TAB);
      } else {
        blanks.append(line.charAt(at));
      }
    }
    return blanks.toString();
  }
}
