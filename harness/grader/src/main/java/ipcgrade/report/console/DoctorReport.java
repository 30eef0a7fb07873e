package ipcgrade.report.console;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.List;

/** What grading needs: found, or how to get it. */
public final class DoctorReport {
  private static final int MOST_LINES = 10;

  private final Screen screen;
  private final Words words;

  public DoctorReport(Screen screen, Words words) {
    this.screen = screen;
    this.words = words;
  }

  /**
   * A prerequisite.
   *
   * @param detail what was found
   * @param remedy what to do where it is not {@code ok}
   */
  public record Item(String name, boolean ok, String detail, String remedy) {}

  /**
   * What one way to grade needs.
   *
   * @param title which way
   */
  public record Section(String title, List<Item> items) {
    public Section {
      items = List.copyOf(items);
    }

    /** Whether nothing is missing. */
    public boolean isComplete() {
      return items.stream().allMatch(Item::ok);
    }
  }

  /** Prints the sections, and whether one of them is complete. */
  public void print(List<Section> sections) {
    for (Section section : sections) {
      screen.print(new Line().add(Style.TITLE, section.title()));
      print(section);
      screen.blank();
    }
    boolean ready = sections.stream().anyMatch(Section::isComplete);
    screen.print(
        new Line()
            .add(ready ? Style.GOOD : Style.BAD, words.get(ready ? "doctor.ready" : "doctor.missing")));
  }

  private void print(Section section) {
    List<Item> items = section.items();
    int column = items.stream().mapToInt(item -> item.name().length()).max().orElse(0) + 4;
    for (Item item : items) {
      Line line = screen.mark(new Line(), item.ok() ? Mark.PASS : Mark.FAIL).column(2);
      line.add(item.ok() ? Style.PLAIN : Style.TITLE, item.name()).column(column);
      List<String> detail = Printable.lines(item.detail(), MOST_LINES, screen.width() * 2);
      screen.wrap(line, Style.FAINT, detail.isEmpty() ? "" : detail.getFirst());
      detail.stream().skip(1).forEach(more -> screen.verbatim(column, more));
      if (!item.ok()) {
        screen.wrap(
            screen.mark(Line.indented(column), Mark.HINT).add(" "), Style.PLAIN, item.remedy());
      }
    }
  }
}
