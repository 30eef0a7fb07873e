package ipcgrade.spec;

import ipcgrade.spec.Spec.Expression;
import ipcgrade.spec.SpecException.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with expressions in it, each between <code>${</code> and <code>}</code>: <code>sent
 * ${binds.by(server).size()} binds</code>. A <code>${</code> that is meant as such is written
 * <code>$${</code>.
 */
public record Template(List<Part> parts) {
  private static final String OPEN = "${";
  private static final String LITERAL = "$${";

  public Template {
    parts = List.copyOf(parts);
  }

  /** A part of it, in the order of the text. */
  public sealed interface Part {
    /** Words that stand in it as they are. */
    record Words(String text) implements Part {}

    /** An expression, in whose place its value stands. */
    record Value(Expression expression) implements Part {}
  }

  /**
   * Parses a text.
   *
   * @param problems to which its faults are added
   */
  static Template of(Expression text, List<Problem> problems) {
    String source = text.source();
    List<Part> parts = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    int at = 0;
    while (at < source.length()) {
      if (source.startsWith(LITERAL, at)) {
        words.append(OPEN);
        at += LITERAL.length();
      } else if (source.startsWith(OPEN, at)) {
        int start = at + OPEN.length();
        int end = end(source, start);
        if (end < 0 || source.substring(start, end).isBlank()) {
          problems.add(new Problem(text.part(at, start).position(), fault(end)));
          return new Template(List.of());
        }
        parts.add(new Part.Words(words.toString()));
        parts.add(new Part.Value(text.part(start, end)));
        words.setLength(0);
        at = end + 1;
      } else {
        words.append(source.charAt(at++));
      }
    }
    parts.add(new Part.Words(words.toString()));
    return new Template(parts);
  }

  private static String fault(int end) {
    return end < 0
        ? "no } closes this ${; write $${ where ${ is meant as such"
        : "there is no expression between ${ and }";
  }

  /** Where the brace is that closes an expression, texts and inner braces skipped; -1 if there is none. */
  private static int end(String source, int start) {
    int open = 0;
    char quote = 0;
    for (int at = start; at < source.length(); at++) {
      char character = source.charAt(at);
      if (quote != 0) {
        at += character == '\\' ? 1 : 0;
        quote = character == quote ? 0 : quote;
      } else if (character == '\'' || character == '"') {
        quote = character;
      } else if (character == '{') {
        open++;
      } else if (character == '}' && open-- == 0) {
        return at;
      }
    }
    return -1;
  }
}
