package ipcgrade.spec;

import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.Spec.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Finds where the characters of a YAML text stand in the file.
 *
 * <p>Folding, indentation and line ends change white space only. So the characters that are not white
 * space are the same in the file and in the value, in the same order, and are counted off against each
 * other. Escapes in double quotes change more: such a text is known by its beginning only.
 */
final class Unfolding {
  private final int[] file;
  private int index;
  private int line;
  private int column;

  private Unfolding(String text, Mark start) {
    file = text.codePoints().toArray();
    index = start.getIndex();
    line = start.getLine() + 1;
    column = start.getColumn() + 1;
  }

  static Spec.Expression of(String text, ScalarNode node) {
    String value = node.getValue();
    Mark start = node.getStartMark().orElse(null);
    if (start == null) {
      return new Spec.Expression(value, new Position(1, 1));
    }
    Unfolding unfolding = new Unfolding(text, start);
    unfolding.skipToContent(node.getScalarStyle());
    Position first = new Position(unfolding.line, unfolding.column);
    int end = node.getEndMark().map(Mark::getIndex).orElse(unfolding.file.length);
    return node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && unfolding.hasEscape(end)
        ? new Spec.Expression(value, first)
        : new Spec.Expression(
            value, first, unfolding.stretches(value, first, node.getScalarStyle()));
  }

  /** Past anchor and tag, and past the opening quote or the header line of a block. */
  private void skipToContent(ScalarStyle style) {
    while (index < file.length && (file[index] == '&' || file[index] == '!')) {
      while (index < file.length && !white(file[index])) {
        next();
      }
      skipWhite();
    }
    if (style == ScalarStyle.DOUBLE_QUOTED || style == ScalarStyle.SINGLE_QUOTED) {
      next();
    } else if (style == ScalarStyle.FOLDED || style == ScalarStyle.LITERAL) {
      while (index < file.length && file[index] != '\n') {
        next();
      }
    }
    skipWhite();
  }

  private List<Stretch> stretches(String value, Position first, ScalarStyle style) {
    List<Stretch> stretches = new ArrayList<>();
    int[] characters = value.codePoints().toArray();
    Stretch last = new Stretch(0, first);
    for (int offset = 0; offset < characters.length; offset++) {
      if (white(characters[offset])) {
        continue;
      }
      skipWhite();
      if (line != last.position().line()
          || column != last.position().column() + offset - last.offset()) {
        stretches.add(last);
        last = new Stretch(offset, new Position(line, column));
      }
      boolean doubled = style == ScalarStyle.SINGLE_QUOTED && characters[offset] == '\'';
      next();
      if (doubled) {
        next();
      }
    }
    stretches.add(last);
    return stretches;
  }

  private boolean hasEscape(int end) {
    for (int i = index; i < Math.min(end, file.length); i++) {
      if (file[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private void skipWhite() {
    while (index < file.length && white(file[index])) {
      next();
    }
  }

  private void next() {
    if (index < file.length) {
      boolean newLine = file[index] == '\n';
      line += newLine ? 1 : 0;
      column = newLine ? 1 : column + 1;
      index++;
    }
  }

  private static boolean white(int character) {
    return Character.isWhitespace(character);
  }
}
