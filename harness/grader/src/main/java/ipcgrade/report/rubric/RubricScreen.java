package ipcgrade.report.rubric;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;
import java.util.List;

/** A rubric on a terminal. */
public final class RubricScreen {
  private static final int INDENT = 2;
  private static final int WIDEST_WORD = 20;

  private final Screen screen;

  public RubricScreen(Screen screen) {
    this.screen = screen;
  }

  /** Prints the rubric of a spec. */
  public void print(Spec spec, Words words) {
    List<Block> blocks = Rubric.of(spec, words);
    int widest =
        blocks.stream()
            .mapToInt(block -> block instanceof Block.Term term ? term.word().length() : 0)
            .max()
            .orElse(0);
    blocks.forEach(block -> print(block, Math.min(widest, WIDEST_WORD) + INDENT + 2));
  }

  private void print(Block block, int column) {
    switch (block) {
      case Block.Title title -> {
        screen.print(
            new Line()
                .add(Style.TITLE, title.text())
                .right(Style.TITLE, title.points(), screen.width()));
        screen.rule();
      }
      case Block.Heading heading -> {
        screen.blank();
        screen.print(new Line().add(Style.TITLE, heading.text()));
      }
      case Block.Paragraph paragraph ->
          screen.wrap(Line.indented(INDENT), Style.PLAIN, paragraph.text());
      case Block.Rule rule -> print(rule);
      case Block.Term term ->
          screen.wrap(
              Line.indented(INDENT).add(Style.TITLE, term.word()).column(column), Style.PLAIN,
              term.meaning());
    }
  }

  private void print(Block.Rule rule) {
    screen.blank();
    screen.print(
        Line.indented(INDENT)
            .add(Style.TITLE, rule.title())
            .add(Style.FAINT, "  " + rule.id())
            .right(Style.GOOD, rule.points(), screen.width()));
    screen.quote(INDENT + 2, rule.quote());
    rule.notes().forEach(note -> screen.wrap(Line.indented(INDENT + 2), Style.PLAIN, note));
  }
}
