package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.report.telling.Places;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Outcome;
import ipcgrade.store.ResultJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What GitHub's autograding reporter takes as {@code X_RESULTS} of a step: JSON in base64, on one line. A submission
 * that could not be graded has the status "error".
 */
public final class Autograding implements Format {
  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException, UnfitException {
    StringWriter json = new StringWriter();
    ResultJson.write(payload(result, settings), json);
    out.write(Base64.getEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8)));
    out.write('\n');
  }

  /** The JSON that is encoded. */
  static ObjectNode payload(Result result, Settings settings) throws UnfitException {
    Result.Submission submission = settings.only(result);
    Feedback feedback = new Feedback(result, settings.words());
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    boolean passed = submission.rules().stream().noneMatch(Feedback::lost);
    root.put("version", 1);
    root.put("status", submission.outcome() != Outcome.GRADED ? "error" : passed ? "pass" : "fail");
    root.put("max_score", submission.maxScore());
    ArrayNode tests = root.putArray("tests");
    for (Result.Rule rule : submission.rules()) {
      String status = rule.verdict() == Verdict.INCONCLUSIVE ? "error" : "fail";
      Optional<Evidence> place = Places.decisive(rule.evidence());
      test(
          tests,
          feedback.title(rule),
          Feedback.lost(rule) ? status : "pass",
          Feedback.lost(rule) ? feedback.sentence(submission, rule) + "\n" + feedback.hint(rule) : "",
          rule.id(),
          rule.points())
          .put("filename", place.map(call -> settings.path(result, submission, call.file())).orElse(""))
          .put("line_no", place.map(Evidence::line).orElse(0));
    }
    if (submission.outcome() != Outcome.GRADED) {
      String lines = String.join("\n", feedback.outcome(submission));
      test(tests, feedback.outcome(submission).getFirst(), "error", lines, "", 0)
          .put("filename", "")
          .put("line_no", 0);
    }
    return root;
  }

  private static ObjectNode test(
      ArrayNode tests, String name, String status, String message, String code, double score) {
    return tests
        .addObject()
        .put("name", name)
        .put("status", status)
        .put("message", message)
        .put("test_code", code)
        .put("duration", 0)
        .put("score", ResultJson.points(score));
  }
}
