package ipcgrade.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  @DisplayName("escape sequences, NUL, direction marks and line breaks become visible")
  void attacks() {
    assertEquals("\\x1b[2J\\x1b]0;30/30\\x07", Printable.line("\u001b[2J\u001b]0;30/30\u0007", 99));
    assertEquals("\\x9b31m", Printable.line("\u009b31m", 99));
    assertEquals("a\\0b\\x7f", Printable.line("a\0b\u007f", 99));
    assertEquals("\\u202egpj.c\\u2066", Printable.line("\u202egpj.c\u2066", 99));
    assertEquals("x\\n30/30\\r\\u2028\\x85", Printable.line("x\n30/30\r\u2028\u0085", 99));
    assertEquals("\\ufeff\\u200b\\xad\\u3164", Printable.line("\ufeff\u200b\u00ad\u3164", 99));
    assertEquals("\\ud800x", Printable.line("\ud800x", 99));
    assertEquals("\\xa0", Printable.line("\u00a0", 99));
    assertEquals("e\u0301\u0301\\u0301\\u0301", Printable.line("e\u0301\u0301\u0301\u0301", 99));
    assertEquals("già ✓ 日本", Printable.line("già ✓ 日本", 99));
  }

  @Test
  @DisplayName("what is too long ends in dots and is never longer than asked for")
  void bounded() {
    assertEquals("abcdef", Printable.line("abcdef", 6));
    assertEquals("ab...", Printable.line("abcdef", 5));
    assertEquals("..", Printable.line("abcdef", 2));
    assertEquals("a...", Printable.line("a\ud83d\ude00\ud83d\ude00", 4));
    assertTrue(Printable.line("\u001b".repeat(1_000_000), 80).length() <= 80);
  }

  @Test
  @DisplayName("lines keep their breaks, lose their tabs, and are as many as asked for")
  void lines() {
    assertEquals(List.of("a       b", "\\x1b"), Printable.lines("a\tb\n\u001b\nc", 2, 80));
    assertEquals(List.of("        ..."), Printable.lines("\t\t\t", 9, 11));
  }

  @Test
  @DisplayName("a text keeps its line ends and tabs, and nothing else that a terminal obeys")
  void text() {
    assertEquals("a\n\tb\\r\n\\x1b[1m\\u202e", Printable.text("a\n\tb\r\n\u001b[1m\u202e"));
  }

  @Test
  @DisplayName("a text is cut between characters, not within one")
  void cut() {
    assertEquals("ab...", Printable.text("abc", 2));
    assertEquals("abc", Printable.text("abc", 3));
    assertEquals("a...", Printable.text("a\ud83d\ude00b", 2));
    assertEquals("a\ud83d\ude00...", Printable.text("a\ud83d\ude00b", 3));
    assertEquals("", Printable.start("\ud83d\ude00", 1));
    assertEquals("ab", Printable.start("ab", 9));
  }

  @Test
  @DisplayName("no text whatever comes out with a control or format character, or longer than asked for")
  void always() {
    Random random = new Random(7);
    for (int round = 0; round < 5000; round++) {
      int[] characters = random.ints(random.nextInt(40), 0, round % 2 == 0 ? 0x300 : 0x110000).toArray();
      String shown = Printable.line(new String(characters, 0, characters.length), 1 + random.nextInt(50));
      assertTrue(shown.length() <= 50);
      assertFalse(shown.codePoints().anyMatch(PrintableTest::hidden), shown);
    }
  }

  private static boolean hidden(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
  }
}
