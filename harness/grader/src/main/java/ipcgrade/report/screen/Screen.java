package ipcgrade.report.screen;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;

/** Where a report goes: a terminal, a pipe or a file of a certain width, character set and colourfulness. */
public final class Screen {
  private static final int NARROWEST = 80;
  private static final int WIDEST = 110;
  private static final Map<Integer, String> ASCII =
      Map.of(
          (int) '“', "\"",
          (int) '”', "\"",
          (int) '’', "'",
          (int) '…', "...",
          (int) '–', "-",
          (int) '·', "-",
          (int) '×', "x",
          (int) '→', "->");

  private final PrintWriter out;
  private final int width;
  private final boolean colour;
  private final boolean unicode;

  /**
   * A screen on a stream, which it buffers: {@link #flush} it.
   *
   * @param columns of the terminal; the screen is 80 to 110 columns wide
   */
  public Screen(OutputStream out, Charset charset, int columns, boolean colour) {
    this.out = new PrintWriter(new OutputStreamWriter(out, charset));
    this.width = Math.clamp(columns, NARROWEST, WIDEST);
    this.colour = colour;
    this.unicode = charset.newEncoder().canEncode("✓✗▶│→─");
  }

  /** Its width in columns. */
  public int width() {
    return width;
  }

  /** Adds a mark to a line. */
  public Line mark(Line line, Mark mark) {
    return line.add(mark.style(), mark.sign(unicode));
  }

  /** Prints a line, however long. */
  public void print(Line line) {
    println(line.show(colour));
  }

  /** Prints an empty line. */
  public void blank() {
    println("");
  }

  /** Prints a line across the screen. */
  public void rule() {
    print(new Line().add(Mark.RULE.style(), Mark.RULE.sign(unicode).repeat(width)));
  }

  /** Prints text after what {@code line} holds already, wrapped; further lines begin at its column. */
  public void wrap(Line line, Style style, String text) {
    wrap(line, style, text, Line.indented(line.width()));
  }

  /** Prints text as it is, blanks kept, for what aligns itself; broken where the screen ends. */
  public void verbatim(int indent, String text) {
    for (String part : Columns.cut(text, width - indent)) {
      print(Line.indented(indent).add(part));
    }
  }

  /** Prints text behind a bar, wrapped. */
  public void quote(int indent, String text) {
    int room = width - indent - 2;
    for (String part : Columns.wrap(text, room, room)) {
      print(mark(Line.indented(indent), Mark.BAR).add(" ").add(Style.QUOTE, part));
    }
  }

  /** Whatever was printed has gone out. */
  public void flush() {
    out.flush();
  }

  private void wrap(Line line, Style style, String text, Line next) {
    int start = next.width();
    int rest = Math.max(width - start, NARROWEST / 4);
    List<String> parts = Columns.wrap(text, Math.max(width - line.width(), NARROWEST / 4), rest);
    print(line.add(style, parts.getFirst()));
    for (String part : parts.subList(1, parts.size())) {
      print(Line.indented(start).add(style, part));
    }
  }

  private void println(String text) {
    out.print(unicode ? text : ascii(text));
    out.print('\n');
  }

  /** The nearest text in ASCII: letters lose their accents, the rest becomes question marks on its way. */
  private static String ascii(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> plain.append(
                character < 0x80
                    ? Character.toString(character)
                    : ASCII.getOrDefault(character, stripped(character))));
    return plain.toString();
  }

  private static String stripped(int character) {
    String parts = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD);
    return parts.charAt(0) < 0x80 ? parts.substring(0, 1) : Character.toString(character);
  }
}
