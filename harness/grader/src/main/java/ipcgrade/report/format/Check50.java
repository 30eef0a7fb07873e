package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.store.ResultJson;
import java.io.IOException;
import java.io.Writer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of check50: a check for each rule, after one that the program builds and keeps its limits. A rule that no run
 * came to, or that could not be decided, neither passed nor failed: null.
 */
public final class Check50 implements Format {
  private static final String BUILDS = "builds-and-runs";

  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException, UnfitException {
    Result.Submission submission = settings.graded(result);
    Feedback feedback = new Feedback(result, settings.words());
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("slug", result.assignment());
    ArrayNode results = root.putArray("results");
    boolean graded = submission.outcome() == Outcome.GRADED;
    ObjectNode builds = check(results, BUILDS, settings.words().get("report.builds"));
    builds.put("passed", graded);
    ArrayNode log = builds.putArray("log");
    feedback.outcome(submission).forEach(log::add);
    cause(builds, graded ? "" : feedback.outcome(submission).getFirst(), "");
    builds.putObject("data");
    builds.putNull("dependency");
    for (Result.Rule rule : submission.rules()) {
      ObjectNode check = check(results, rule.id(), feedback.title(rule));
      switch (rule.verdict()) {
        case PASS -> check.put("passed", true);
        case FAIL, RACY -> check.put("passed", false);
        case NOT_REACHED, INCONCLUSIVE -> check.putNull("passed");
      }
      ArrayNode calls = check.putArray("log");
      feedback.calls(rule).forEach(calls::add);
      boolean lost = Feedback.lost(rule);
      cause(check, lost ? feedback.sentence(submission, rule) : "", lost ? feedback.hint(rule) : "");
      check
          .putObject("data")
          .put("verdict", rule.verdict().name())
          .put("points", ResultJson.points(rule.points()))
          .put("maxPoints", rule.maxPoints());
      check.put("dependency", BUILDS);
    }
    root.put("version", settings.version());
    ResultJson.write(root, out);
  }

  private static ObjectNode check(ArrayNode results, String name, String description) {
    return results.addObject().put("name", name).put("description", description);
  }

  private static void cause(ObjectNode check, String rationale, String help) {
    if (rationale.isEmpty()) {
      check.putNull("cause");
      return;
    }
    ObjectNode cause = check.putObject("cause").put("rationale", rationale);
    if (help.isEmpty()) {
      cause.putNull("help");
    } else {
      cause.put("help", help);
    }
  }
}
