package ipcgrade.report.screen;

import ipcgrade.wording.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of styled text in the making. All text that enters is made printable, so nothing that a submission
 * made up can steer the terminal.
 */
public final class Line {
  /** Longer pieces of text are cut: no honest one is. */
  private static final int MOST = 4000;

  private final List<Span> spans = new ArrayList<>();
  private int width;

  /** A line that begins with blanks. */
  public static Line indented(int columns) {
    return new Line().column(columns);
  }

  /** Adds plain text. */
  public Line add(String text) {
    return add(Style.PLAIN, text);
  }

  /** Adds text. */
  public Line add(Style style, String text) {
    String shown = Printable.line(text, MOST);
    spans.add(new Span(style, shown));
    width += Columns.of(shown);
    return this;
  }

  /** Adds blanks up to a column, counted from 0; nothing if the line is already there. */
  public Line column(int column) {
    return width < column ? add(" ".repeat(column - width)) : this;
  }

  /** Adds text that ends at a column; at least one blank stands before it. */
  public Line right(Style style, String text, int column) {
    int start = column - Columns.of(Printable.line(text, MOST));
    return column(Math.max(start, width + 1)).add(style, text);
  }

  /** The columns it takes. */
  public int width() {
    return width;
  }

  String show(boolean colour) {
    StringBuilder shown = new StringBuilder();
    for (Span span : spans) {
      shown.append(colour ? span.style.apply(span.text) : span.text);
    }
    return shown.toString().stripTrailing();
  }

  private record Span(Style style, String text) {}
}
