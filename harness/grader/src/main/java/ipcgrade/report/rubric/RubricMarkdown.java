package ipcgrade.report.rubric;

import ipcgrade.spec.Spec;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.regex.Pattern;

/** A rubric in Markdown (CommonMark), for the page of a course. */
public final class RubricMarkdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>#|&~]");
  private static final int MOST = 4000;

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

  private static String escape(String text) {
    return SPECIAL.matcher(Printable.line(text, MOST)).replaceAll("\\\\$0");
  }
}
