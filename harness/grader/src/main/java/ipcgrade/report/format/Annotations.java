package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.report.telling.Places;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Evidence;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Workflow commands of GitHub Actions, which annotate the source of a pull request:
 * {@code ::error file=client.c,line=41,title=…::…}. Each is one line whatever a submission holds, so that it cannot give
 * commands of its own.
 */
public final class Annotations implements Format {
  private static final int MOST = 2000;

  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException {
    Feedback feedback = new Feedback(result, settings.words());
    for (Result.Submission submission : result.submissions()) {
      List<String> outcome = feedback.outcome(submission);
      if (!outcome.isEmpty()) {
        String rest = String.join("\n", outcome.subList(1, outcome.size()));
        command(out, "error", "", submission.name() + ": " + outcome.getFirst(), rest);
      }
      for (Result.Rule rule : submission.rules()) {
        if (Feedback.lost(rule)) {
          command(
              out,
              rule.verdict() == Verdict.FAIL ? "error" : "warning",
              place(result, settings, submission, rule.evidence()),
              feedback.title(rule),
              feedback.sentence(submission, rule) + "\n" + feedback.hint(rule));
        }
      }
      for (Result.Advice advice : submission.advice()) {
        String place = place(result, settings, submission, advice.evidence());
        command(out, "notice", place, settings.words().get("report.advice"), feedback.advice(advice));
      }
    }
  }

  private static String place(
      Result result, Settings settings, Result.Submission submission, List<Evidence> evidence) {
    return Places.decisive(evidence)
        .map(
            call -> "file=%s,line=%d,"
                .formatted(property(settings.path(result, submission, call.file())), call.line()))
        .orElse("");
  }

  private static void command(Writer out, String level, String place, String title, String message)
      throws IOException {
    out.write("::%s %stitle=%s::%s%n".formatted(level, place, property(title), data(message)));
  }

  /** What a command's message must not hold as itself. */
  private static String data(String text) {
    String shown = Printable.text(text, MOST).strip();
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** What its properties must not, either. */
  private static String property(String text) {
    return data(Printable.line(text, MOST)).replace(":", "%3A").replace(",", "%2C");
  }
}
