package ipcgrade.report.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A CSV file (RFC 4180) of which some cells can be replaced: all else stays as it is, byte for byte, with its quotation
 * marks, line ends and byte order mark. Libraries read values, and forget how these were written.
 */
final class CsvText {
  private static final char MARK = '\uFEFF';

  private final String text;

  private final Charset charset;
  private final char separator;
  private final List<List<Cell>> rows;

  /** Where a cell lies, quotation marks included, and what it holds. */
  record Cell(int from, int to, String value) {}

  private CsvText(String text, Charset charset) {
    this.text = text;
    this.charset = charset;
    this.separator = separator(text);
    this.rows = read();
  }

  /** Reads a file in UTF-8, or where it is not valid as such in ISO 8859-1: both give each byte back as it was. */
  static CsvText of(byte[] file) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file));
      return new CsvText(text.toString(), StandardCharsets.UTF_8);
    } catch (CharacterCodingException _) {
      return new CsvText(new String(file, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }
  }

  /** What the header has most of. */
  private static char separator(String text) {
    int end = text.indexOf('\n');
    String header = end < 0 ? text : text.substring(0, end);
    char separator = ',';
    for (char other : new char[] {';', '\t'}) {
      if (count(header, other) > count(header, separator)) {
        separator = other;
      }
    }
    return separator;
  }

  /** All rows, the header first; empty lines are none. */
  List<List<Cell>> rows() {
    return rows;
  }

  /** What it is to be written in. */
  Charset charset() {
    return charset;
  }

  /** The file with some cells replaced. */
  String with(List<Change> changes) {
    List<Change> inOrder =
        changes.stream().sorted(Comparator.comparingInt(change -> change.cell.from)).toList();
    StringBuilder changed = new StringBuilder(text.length());
    int at = 0;
    for (Change change : inOrder) {
      changed.append(text, at, change.cell.from).append(quoted(change.value));
      at = change.cell.to;
    }
    return changed.append(text, at, text.length()).toString();
  }

  /** A cell, and what it is to hold. */
  record Change(Cell cell, String value) {}

  private String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == separator || c == '"' || c == '\n' || c == '\r');
    return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  private List<List<Cell>> read() {
    List<List<Cell>> all = new ArrayList<>();
    List<Cell> row = new ArrayList<>();
    int at = !text.isEmpty() && text.charAt(0) == MARK ? 1 : 0;
    while (at < text.length()) {
      int end = endOfCell(at);
      row.add(new Cell(at, end, value(text.substring(at, end))));
      boolean last = end >= text.length() || text.charAt(end) != separator;
      at = last ? nextLine(end) : end + 1;
      if (last || at >= text.length()) {
        if (!last) {
          row.add(new Cell(at, at, "")); // the file ends after a separator
        }
        if (row.size() > 1 || !row.getFirst().value.isEmpty()) {
          all.add(List.copyOf(row));
        }
        row.clear();
      }
    }
    return all;
  }

  /** A cell that begins with a quotation mark ends at one that is not doubled; what follows it belongs to it still. */
  private int endOfCell(int from) {
    int at = from;
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
      while (at < text.length() && (text.charAt(at) != '"' || isDoubled(at))) {
        at += text.charAt(at) == '"' ? 2 : 1;
      }
    }
    while (at < text.length() && text.charAt(at) != separator && !isLineEnd(at)) {
      at++;
    }
    return Math.min(at, text.length());
  }

  private boolean isDoubled(int at) {
    return at + 1 < text.length() && text.charAt(at + 1) == '"';
  }

  private boolean isLineEnd(int at) {
    return text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  private int nextLine(int end) {
    int at = end;
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    return at < text.length() && text.charAt(at) == '\n' ? at + 1 : at;
  }

  private static String value(String raw) {
    boolean quoted = raw.length() > 1 && raw.startsWith("\"") && raw.endsWith("\"");
    return quoted ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"") : raw;
  }

  private static long count(String line, char wanted) {
    return line.chars().filter(c -> c == wanted).count();
  }
}
