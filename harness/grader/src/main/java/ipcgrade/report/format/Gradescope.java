package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.store.ResultJson;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /autograder/results/results.json} of Gradescope: a test for each rule. */
public final class Gradescope implements Format {
  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException, UnfitException {
    Result.Submission submission = settings.graded(result);
    Feedback feedback = new Feedback(result, settings.words());
    String visibility = settings.visibility().toString();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("score", ResultJson.points(submission.score()));
    List<String> lines = new ArrayList<>(feedback.outcome(submission));
    submission.advice().forEach(advice -> lines.add(feedback.advice(advice)));
    root.put("output", String.join("\n", lines));
    root.put("output_format", "text");
    root.put("visibility", visibility);
    root.put("stdout_visibility", "hidden");
    ObjectNode extra = root.putObject("extra_data");
    extra.put("assignment", result.assignment());
    extra.put("outcome", submission.outcome().name());
    ArrayNode tests = root.putArray("tests");
    for (Result.Rule rule : submission.rules()) {
      ObjectNode test = tests.addObject();
      test.put("score", ResultJson.points(rule.points()));
      test.put("max_score", rule.maxPoints());
      test.put("status", Feedback.lost(rule) ? "failed" : "passed");
      test.put("name", feedback.title(rule));
      test.put("name_format", "text");
      test.put("number", Integer.toString(tests.size()));
      test.put("output", Feedback.lost(rule) ? String.join("\n", feedback.details(submission, rule)) : "");
      test.put("output_format", "text");
      test.putArray("tags").add(rule.id());
      test.put("visibility", visibility);
      test.putObject("extra_data").put("verdict", rule.verdict().name());
    }
    if (submission.outcome() != Outcome.GRADED && submission.rules().isEmpty()) {
      ObjectNode test = tests.addObject();
      test.put("score", 0).put("max_score", submission.maxScore()).put("status", "failed");
      test.put("name", feedback.outcome(submission).getFirst()).put("name_format", "text");
      test.put("output", String.join("\n", feedback.outcome(submission))).put("output_format", "text");
      test.put("visibility", visibility);
    }
    ResultJson.write(root, out);
  }
}
