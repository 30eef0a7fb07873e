package ipcgrade.report.format;

import static ipcgrade.report.telling.CommonMark.escape;

import ipcgrade.report.telling.Feedback;
import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * GitHub Flavored Markdown, for people: of one submission all that was found, of several a table. Nothing of a submission
 * is markup: what it wrote stands in code spans and blocks, or is escaped.
 */
public final class Markdown implements Format {
  /** A job summary of GitHub Actions may have so many bytes. */
  public static final int SUMMARY = 1 << 20;

  private final int bytes;

  /**
   * @param bytes of UTF-8 that the text may have; what follows the last paragraph that fits is left out
   */
  public Markdown(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException {
    Page page = new Page(settings.words(), bytes);
    Feedback feedback = new Feedback(result, settings.words());
    if (result.submissions().size() == 1) {
      one(page, result, feedback, result.submissions().getFirst());
    } else {
      several(page, result, feedback);
    }
    out.write(page.text());
  }

  private static void one(Page page, Result result, Feedback feedback, Result.Submission submission) {
    Words words = page.words;
    page.add(
        "# %s: %s\n"
            .formatted(escape(result.title().in(words.locale())), escape(feedback.score(submission))));
    List<String> outcome = feedback.outcome(submission);
    if (!outcome.isEmpty()) {
      page.add("**%s**\n".formatted(escape(outcome.getFirst())));
      page.add(block(outcome.subList(1, outcome.size())));
    }
    if (!submission.rules().isEmpty()) {
      StringBuilder table = new StringBuilder();
      row(table, "", words.get("report.rule"), words.get("report.points"));
      table.append("|---|---|---:|\n");
      for (Result.Rule rule : submission.rules()) {
        row(
            table,
            Feedback.lost(rule) ? "❌" : "✅",
            escape(feedback.title(rule)),
            escape(words.get("check.of", words.points(rule.points()), words.points(rule.maxPoints()))));
      }
      page.add(table.toString());
    }
    for (Result.Rule rule : submission.rules()) {
      if (Feedback.lost(rule)) {
        page.add("## %s\n".formatted(escape(feedback.title(rule))));
        feedback
            .criterion(rule.id())
            .ifPresent(criterion -> page.add("> %s\n".formatted(escape(criterion.quote()))));
        feedback.sentences(submission, rule).forEach(sentence -> page.add(escape(sentence) + "\n"));
        page.add(block(feedback.calls(rule)));
        page.add("💡 %s\n".formatted(escape(feedback.hint(rule))));
      }
    }
    if (!submission.advice().isEmpty()) {
      page.add("## %s\n".formatted(escape(words.get("advice.title"))));
      submission.advice().forEach(advice -> page.add("- %s\n".formatted(escape(feedback.advice(advice)))));
    }
  }

  private static void several(Page page, Result result, Feedback feedback) {
    Words words = page.words;
    page.add("# %s\n".formatted(escape(result.title().in(words.locale()))));
    page.add("|%s|%s|%s|\n|---|---:|---|\n".formatted(
        words.get("grade.name"), words.get("grade.score"), words.get("grade.lost")).strip());
    for (Result.Submission submission : result.submissions()) {
      List<String> outcome = feedback.outcome(submission);
      List<String> lost =
          submission.rules().stream().filter(Feedback::lost).map(rule -> escape(rule.id())).toList();
      StringBuilder row = new StringBuilder("\n");
      row(
          row,
          escape(submission.name()),
          escape(feedback.score(submission)),
          String.join(" ",
              outcome.isEmpty() ? lost : List.of(escape(outcome.getFirst()), String.join(" ", lost))));
      page.add(row.toString().stripTrailing());
    }
    page.add("\n");
  }

  private static void row(StringBuilder table, String... cells) {
    table.append('|').append(String.join("|", cells)).append("|\n");
  }

  /** Lines as they are, in a fence that none of them can end. */
  private static String block(List<String> lines) {
    if (lines.isEmpty()) {
      return "";
    }
    int longest = 2;
    for (String line : lines) {
      int run = 0;
      for (int at = 0; at < line.length(); at++) {
        run = line.charAt(at) == '`' ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
    }
    String fence = "`".repeat(longest + 1);
    return fence + "text\n" + String.join("\n", lines) + "\n" + fence + "\n";
  }

  /** Text that grows until it is full. */
  private static final class Page {
    private static final int ROOM = 200;

    private final Words words;
    private final int bytes;
    private final StringBuilder text = new StringBuilder();
    private long taken;
    private boolean full;

    Page(Words words, int bytes) {
      this.words = words;
      this.bytes = bytes;
    }

    /** Adds a paragraph; a blank line comes before one that does not begin with a line feed of its own. */
    void add(String paragraph) {
      if (full || paragraph.isEmpty()) {
        return;
      }
      String added = text.isEmpty() || paragraph.startsWith("\n") ? paragraph : "\n" + paragraph;
      taken += added.getBytes(StandardCharsets.UTF_8).length;
      if (taken > bytes - ROOM) {
        full = true;
        text.append("\n\n*").append(escape(words.get("report.cut"))).append("*\n");
      } else {
        text.append(added);
      }
    }

    String text() {
      return text.toString();
    }
  }
}
