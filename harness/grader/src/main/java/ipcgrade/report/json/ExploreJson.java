package ipcgrade.report.json;

import ipcgrade.explore.Extent;
import ipcgrade.explore.Findings;
import ipcgrade.explore.Findings.Found;
import ipcgrade.explore.Method;
import ipcgrade.explore.Plan;
import ipcgrade.spec.Spec;
import ipcgrade.store.SafeText;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy.Replay;
import ipcgrade.trace.Strategy.Turn;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What {@code explore} found, for programs. */
public final class ExploreJson {
  /** The form of the file and its version. */
  public static final String SCHEMA = "ipcgrade/explore/1";

  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;
  private static final double MILLION = 1e6;

  private ExploreJson() {}

  /** The findings of a search. */
  public static JsonNode of(Spec spec, Plan plan, Findings findings) {
    ObjectNode root = FACTORY.objectNode();
    root.put("schema", SCHEMA);
    root.put("assignment", spec.id());
    ArrayNode strategies = root.putArray("strategies");
    plan.methods().forEach(method -> strategies.add(name(method)));
    root.put("seed", plan.seed());
    root.put("timely", plan.timely());
    root.put("interrupted", findings.interrupted());
    findings.broken()
        .ifPresent(fault -> root.put("broken", SafeText.unicode(String.valueOf(fault.getMessage()))));
    root.put("runs", findings.runs());
    root.put("judged", findings.judged());
    root.put("millis", Math.round(findings.time().toNanos() / MILLION));
    root.put("interleavings", findings.interleavings());
    root.put("racingPairs", findings.races());
    root.put("racingPairsInBothOrders", findings.turned());
    ArrayNode faults = root.putArray("faults");
    findings.faults().forEach(found -> faults.add(fault(found)));
    findings.extent().ifPresent(extent -> root.set("exhaustive", extent(extent)));
    return root;
  }

  private static ObjectNode fault(Found found) {
    ObjectNode node = FACTORY.objectNode();
    node.put("kind", found.fault().kind());
    node.put("id", found.fault().id());
    node.put("runs", found.times());
    node.put("first", found.first());
    node.put("strategy", found.strategy());
    Schedule schedule = found.schedule();
    node.putObject("schedule")
        .put("strategy", schedule.strategy().id())
        .put("seed", schedule.seed())
        .put("timely", schedule.timely())
        .put("turns", schedule.strategy() instanceof Replay replay ? Turn.text(replay.turns()) : "");
    node.put("detail", SafeText.unicode(found.run().detail()));
    return node;
  }

  private static ObjectNode extent(Extent extent) {
    ObjectNode node = FACTORY.objectNode();
    node.put("all", extent.all());
    node.put("finished", extent.finished());
    extent.preemptions().ifPresent(most -> node.put("preemptions", most));
    node.put("schedules", extent.schedules());
    node.put("runs", extent.runs());
    ArrayNode gaps = node.putArray("gaps");
    extent.gaps().stream().sorted().forEach(gap -> gaps.add(gap.name().toLowerCase(Locale.ROOT)));
    return node;
  }

  private static String name(Method method) {
    return method.name().toLowerCase(Locale.ROOT);
  }
}
