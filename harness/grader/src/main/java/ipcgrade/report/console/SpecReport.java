package ipcgrade.report.console;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.nio.file.Path;
import java.util.List;

/** Whether a grading.yml can be used; if not, the line that is wrong with a caret under the column. */
public final class SpecReport {
  private static final int TAB = 8;
  private static final int MOST = 200;

  private final Screen screen;
  private final Words words;

  public SpecReport(Screen screen, Words words) {
    this.screen = screen;
    this.words = words;
  }

  /** Prints that a spec is fine, and how much it holds. */
  public void printGood(Path file, Spec spec) {
    screen.print(
        new Line()
            .add(
                words.get(
                    "spec.good",
                    String.valueOf(file.getFileName()),
                    spec.rules().size(),
                    spec.maxScore())));
  }

  /**
   * Prints a fault.
   *
   * @param message file, line, column and sentence
   * @param source the file's lines
   * @param line from 1, or 0 if unknown
   * @param column from 1, or 0 if unknown
   */
  public void printFault(String message, List<String> source, int line, int column) {
    screen.print(new Line().add(Style.BAD, message));
    if (line < 1 || line > source.size()) {
      return;
    }
    String number = Integer.toString(line);
    String text = source.get(line - 1);
    screen.print(Line.indented(2).add(Style.FAINT, number + " | ").add(Printable.line(untab(text), MOST)));
    if (column >= 1 && column <= text.length() + 1) {
      int caret = Printable.line(untab(text.substring(0, column - 1)), MOST).length();
      screen.print(Line.indented(2 + number.length() + 3 + caret).add(Style.KEY, "^"));
    }
  }

  private static String untab(String text) {
    return text.replace("\t", " ".repeat(TAB));
  }
}
