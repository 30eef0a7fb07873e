package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.report.telling.Places;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Criterion;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Outcome;
import ipcgrade.store.ResultJson;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * SARIF 2.1.0 (OASIS, errata 01), for annotations in the source: a result for each rule that lost points and each piece
 * of advice, at the line of the call that decided; the calls around it as code flow, a thread flow for each process.
 */
public final class Sarif implements Format {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final String ROOT = "SRCROOT";
  private static final String ADVICE = "advice/";
  private static final int MOST = 1000;

  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", SCHEMA);
    root.put("version", "2.1.0");
    new Log(result, settings).run(root.putArray("runs").addObject());
    ResultJson.write(root, out);
  }

  /** One log file in the making. */
  private static final class Log {
    private final Result result;
    private final Settings settings;
    private final Feedback feedback;
    private final Map<String, Integer> rules = new LinkedHashMap<>();
    private final JsonNodeFactory factory = JsonNodeFactory.instance;
    private final ArrayNode descriptors = factory.arrayNode();

    Log(Result result, Settings settings) {
      this.result = result;
      this.settings = settings;
      this.feedback = new Feedback(result, settings.words());
    }

    void run(ObjectNode run) {
      ArrayNode results = factory.arrayNode();
      ArrayNode notifications = factory.arrayNode();
      result.criteria().forEach(this::describe);
      for (Result.Submission submission : result.submissions()) {
        if (submission.outcome() != Outcome.GRADED) {
          notification(notifications.addObject(), submission);
        }
        submission.rules().stream()
            .filter(Feedback::lost)
            .forEach(rule -> rule(results.addObject(), submission, rule));
        submission.advice().forEach(advice -> advice(results.addObject(), submission, advice));
      }
      ObjectNode driver = run.putObject("tool").putObject("driver");
      driver.put("name", "ipcgrade").put("semanticVersion", settings.version());
      driver.set("rules", descriptors);
      ObjectNode invocation = run.putArray("invocations").addObject();
      boolean sound =
          result.submissions().stream().noneMatch(each -> each.outcome() == Outcome.INFRASTRUCTURE);
      invocation.put("executionSuccessful", sound);
      invocation.set("toolExecutionNotifications", notifications);
      ObjectNode base = run.putObject("originalUriBaseIds").putObject(ROOT).putObject("description");
      base.put("text", "The root of the repository.");
      run.put("columnKind", "utf16CodeUnits");
      run.set("results", results);
    }

    private void describe(Criterion criterion) {
      Locale locale = settings.words().locale();
      ObjectNode descriptor = descriptor(criterion.id(), criterion.title().in(locale));
      text(descriptor.putObject("fullDescription"), criterion.quote());
      text(descriptor.putObject("help"), criterion.hint().in(locale));
    }

    private ObjectNode descriptor(String id, String title) {
      rules.put(id, descriptors.size());
      ObjectNode descriptor = descriptors.addObject().put("id", line(id));
      text(descriptor.putObject("shortDescription"), title);
      return descriptor;
    }

    private void notification(ObjectNode node, Result.Submission submission) {
      node.put("level", "error");
      text(
          node.putObject("message"),
          line(submission.name()) + ": " + String.join("\n", feedback.outcome(submission)));
    }

    private void rule(ObjectNode node, Result.Submission submission, Result.Rule rule) {
      if (!rules.containsKey(rule.id())) {
        descriptor(rule.id(), rule.id());
      }
      String level =
          switch (rule.verdict()) {
            case PASS -> "none";
            case FAIL -> "error";
            case RACY -> "warning";
            case NOT_REACHED, INCONCLUSIVE -> "note";
          };
      String sentence = feedback.sentence(submission, rule);
      begin(node, rule.id(), level, (sentence.isEmpty() ? "" : sentence + ". ") + feedback.hint(rule));
      places(node, submission, rule.evidence());
      ObjectNode properties = node.putObject("properties");
      properties.put("submission", line(submission.name()));
      properties.put("verdict", rule.verdict().name());
      properties.put("points", ResultJson.points(rule.points()));
      properties.put("maxPoints", rule.maxPoints());
      if (rule.replay() != null) {
        properties.put("replay", line(rule.replay().turns()));
      }
    }

    private void advice(ObjectNode node, Result.Submission submission, Result.Advice advice) {
      String id = ADVICE + advice.id();
      if (!rules.containsKey(id)) {
        descriptor(id, advice.remedy().in(settings.words().locale()));
      }
      begin(node, id, "note", feedback.advice(advice));
      places(node, submission, advice.evidence());
      node.putObject("properties").put("submission", line(submission.name()));
    }

    private void begin(ObjectNode node, String id, String level, String message) {
      node.put("ruleId", line(id)).put("ruleIndex", rules.getOrDefault(id, 0)).put("level", level);
      text(node.putObject("message"), message);
    }

    /** The place of the call that decided, and the way there. */
    private void places(ObjectNode node, Result.Submission submission, List<Evidence> evidence) {
      ArrayNode locations = node.putArray("locations");
      Places.decisive(evidence)
          .ifPresent(call -> physical(locations.addObject(), submission, call));
      Map<Integer, List<Evidence>> byRun = new LinkedHashMap<>();
      evidence.forEach(call -> byRun.computeIfAbsent(call.run(), _ -> new ArrayList<>()).add(call));
      if (byRun.isEmpty()) {
        return;
      }
      ArrayNode flows = node.putArray("codeFlows");
      byRun.forEach((run, calls) -> flow(flows.addObject(), submission, run, calls));
    }

    private void flow(ObjectNode flow, Result.Submission submission, int run, List<Evidence> calls) {
      text(flow.putObject("message"), settings.words().get("evidence.run", Integer.toString(run + 1)));
      Map<String, ArrayNode> threads = new LinkedHashMap<>();
      ArrayNode threadFlows = flow.putArray("threadFlows");
      int order = 0;
      for (Evidence call : calls) {
        ArrayNode steps =
            threads.computeIfAbsent(
                call.process(),
                process -> threadFlows.addObject().put("id", line(process)).putArray("locations"));
        ObjectNode step = steps.addObject();
        step.put("executionOrder", ++order).put("importance", call.key() ? "essential" : "important");
        ObjectNode location = step.putObject("location");
        if (Places.known(call)) {
          physical(location, submission, call);
        }
        text(location.putObject("message"), call.text());
      }
    }

    private void physical(ObjectNode location, Result.Submission submission, Evidence call) {
      ObjectNode physical = location.putObject("physicalLocation");
      physical
          .putObject("artifactLocation")
          .put("uri", uri(settings.path(result, submission, call.file())))
          .put("uriBaseId", ROOT);
      physical.putObject("region").put("startLine", call.line());
      if (!call.function().isEmpty()) {
        location.putArray("logicalLocations").addObject().put("name", line(call.function())).put("kind",
            "function");
      }
    }
  }

  /** A path as relative reference of RFC 3986, all but ASCII percent-encoded. */
  private static String uri(String path) {
    try {
      // the dot keeps a colon in the first segment from being read as the end of a scheme
      String relative = path.indexOf(':') >= 0 && !path.startsWith("/") ? "./" + path : path;
      return new URI(null, null, relative, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // quoting takes any path
    }
  }

  private static void text(ObjectNode message, String text) {
    message.put("text", Printable.text(text, MOST));
  }

  private static String line(String text) {
    return Printable.line(text, MOST);
  }
}
