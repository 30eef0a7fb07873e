package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.score.Result;
import ipcgrade.store.ResultJson;
import java.io.IOException;
import java.io.Writer;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code result.json} of Classroom 50, schema {@code classroom50/result/v1}. Its points are whole: those of the rules are
 * rounded so that they still add up to the score. What is being graded its runner says in the environment; owner and
 * kind of assignment it adds itself.
 */
public final class Classroom50 implements Format {
  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException, UnfitException {
    Result.Submission submission = settings.graded(result);
    Feedback feedback = new Feedback(result, settings.words());
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "classroom50/result/v1");
    root.put("classroom", variable(settings, "CLASSROOM"));
    root.put("assignment", variable(settings, "ASSIGNMENT"));
    root.put("submission", variable(settings, "SUBMISSION_TAG"));
    String commit = variable(settings, "COMMIT_URL");
    root.put("commit", commit);
    root.put("release", variable(settings, "RELEASE_URL"));
    root.put("review", settings.environment().getOrDefault("REVIEW_URL", commit));
    root.put("datetime",
        DateTimeFormatter.ISO_INSTANT.format(settings.now().truncatedTo(ChronoUnit.SECONDS)));
    List<Integer> whole = Numbers.whole(submission.rules().stream().map(Result.Rule::points).toList());
    ArrayNode tests = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < submission.rules().size(); i++) {
      Result.Rule rule = submission.rules().get(i);
      ObjectNode test = tests.addObject();
      test.put("test-name", rule.id() + ": " + feedback.title(rule));
      test.put("passed", !Feedback.lost(rule));
      test.put("score", whole.get(i));
      test.put("max-score", rule.maxPoints());
      test.put("verdict", rule.verdict().name());
      test.put("exact-score", ResultJson.points(rule.points()));
      if (Feedback.lost(rule)) {
        test.put("message", feedback.sentence(submission, rule));
        test.put("hint", feedback.hint(rule));
      }
    }
    if (submission.rules().isEmpty()) {
      ObjectNode test = tests.addObject();
      test.put("test-name", feedback.outcome(submission).getFirst()).put("passed", false);
      test.put("score", 0).put("max-score", submission.maxScore());
      test.put("message", String.join("\n", feedback.outcome(submission)));
    }
    root.put("score", whole.stream().mapToInt(Integer::intValue).sum());
    root.put("max-score", submission.maxScore());
    root.set("tests", tests);
    ResultJson.write(root, out);
  }

  private static String variable(Settings settings, String name) throws UnfitException {
    Map<String, String> environment = settings.environment();
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new UnfitException(settings.words().get("report.variable", name));
    }
    return value;
  }
}
