package ipcgrade.report.json;

import ipcgrade.grade.Difference;
import ipcgrade.grade.Expected;
import ipcgrade.grade.Fixtures;
import ipcgrade.grade.Rehearsal;
import ipcgrade.spec.Spec;
import ipcgrade.store.SafeText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What {@code spec test} found, for programs. */
public final class RehearsalJson {
  /** The form of the file and its version. */
  public static final String SCHEMA = "ipcgrade/spec-test/1";

  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private RehearsalJson() {}

  /** The rehearsals of a spec, and which of its rules its fixtures leave untested. */
  public static JsonNode of(Spec spec, List<Rehearsal> rehearsals, Fixtures fixtures) {
    ObjectNode root = FACTORY.objectNode();
    root.put("schema", SCHEMA);
    root.put("assignment", spec.id());
    ArrayNode submissions = root.putArray("submissions");
    rehearsals.forEach(each -> submissions.add(submission(each, spec)));
    ids(root.putArray("unbroken"), fixtures.unbroken());
    ids(root.putArray("unpassed"), fixtures.unpassed());
    return root;
  }

  private static ObjectNode submission(Rehearsal rehearsal, Spec spec) {
    ObjectNode node = FACTORY.objectNode();
    node.put("name", SafeText.unicode(rehearsal.fixture().submission().name()));
    node.put("state", rehearsal.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    Optional<Expected> expected = rehearsal.fixture().expected();
    expected.ifPresent(each -> node.set("expectedScore", points(each.score())));
    node.put("score", rehearsal.shown(spec).score());
    node.put("gradings", rehearsal.gradings().size());
    ArrayNode differences = node.putArray("differences");
    for (Difference difference : rehearsal.differences()) {
      differences.add(
          FACTORY
              .objectNode()
              .put("what", difference.what())
              .put("expected", difference.expected())
              .put("was", difference.was()));
    }
    ObjectNode unsteady = node.putObject("unsteady");
    for (Rehearsal.Unsteady each : rehearsal.unsteady()) {
      ObjectNode times = unsteady.putObject(each.what());
      for (Map.Entry<String, Integer> time : each.times().entrySet()) {
        times.put(time.getKey(), time.getValue());
      }
    }
    return node;
  }

  /** One number, or where it depends on the schedules the least and the most. */
  private static JsonNode points(Expected.Points points) {
    return points.least() == points.most()
        ? FACTORY.numberNode(points.least())
        : FACTORY.arrayNode().add(points.least()).add(points.most());
  }

  private static void ids(ArrayNode array, List<Spec.Rule> rules) {
    rules.forEach(rule -> array.add(rule.id()));
  }
}
