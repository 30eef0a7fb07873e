package ipcgrade.report.rubric;

import static ipcgrade.report.telling.CommonMark.escape;

import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;

/** A rubric in Markdown (CommonMark), for the page of a course. */
public final class RubricMarkdown {
  private RubricMarkdown() {}

  /** The rubric of a spec; each line ends with a line feed. */
  public static String of(Spec spec, Words words) {
    StringBuilder text = new StringBuilder();
    boolean listed = false;
    for (Block block : Rubric.of(spec, words)) {
      boolean list = block instanceof Block.Term;
      text.append(text.isEmpty() || (listed && list) ? "" : "\n").append(markdown(block));
      listed = list;
    }
    return text.toString();
  }

  private static String markdown(Block block) {
    return switch (block) {
      case Block.Title title -> "# %s: %s\n".formatted(escape(title.text()), escape(title.points()));
      case Block.Heading heading -> "#".repeat(1 + heading.level()) + " " + escape(heading.text()) + "\n";
      case Block.Paragraph paragraph -> escape(paragraph.text()) + "\n";
      case Block.Rule rule -> markdown(rule);
      case Block.Term term -> "- **%s**: %s\n".formatted(escape(term.word()), escape(term.meaning()));
    };
  }

  private static String markdown(Block.Rule rule) {
    StringBuilder text =
        new StringBuilder(
            "### %s (%s)\n\n> %s\n".formatted(escape(rule.title()), escape(rule.points()),
                escape(rule.quote())));
    rule.notes().forEach(note -> text.append('\n').append(escape(note)).append('\n'));
    return text.toString();
  }
}
