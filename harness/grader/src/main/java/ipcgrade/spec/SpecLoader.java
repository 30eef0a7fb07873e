package ipcgrade.spec;

import ipcgrade.spec.Spec.Build;
import ipcgrade.spec.Spec.Channel;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Expectation;
import ipcgrade.spec.Spec.Expression;
import ipcgrade.spec.Spec.Field;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.spec.Spec.Limits;
import ipcgrade.spec.Spec.Role;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.spec.Spec.Run;
import ipcgrade.spec.Spec.Seen;
import ipcgrade.spec.Spec.Text;
import ipcgrade.spec.SpecException.Problem;
import ipcgrade.trace.RunRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** Loads a grading.yml. */
public final class SpecLoader {
  private static final int SCHEDULES = 20;

  private final YamlDocument document;
  private final List<Problem> faults = new ArrayList<>();

  private SpecLoader(YamlDocument document) {
    this.document = document;
  }

  /**
   * Loads a file.
   *
   * @throws SpecException with all its faults, each with line and column
   * @throws IOException if it cannot be read
   */
  public static Spec load(Path file) throws SpecException, IOException {
    return load(YamlDocument.read(file));
  }

  /**
   * Loads a text.
   *
   * @param file for messages
   */
  public static Spec load(String source, Path file) throws SpecException {
    return load(YamlDocument.parse(source, file));
  }

  /** The JSON Schema of a grading.yml; to be closed. */
  public static InputStream schema() {
    return Objects.requireNonNull(SpecLoader.class.getResourceAsStream("grading.schema.json"));
  }

  private static Spec load(YamlDocument document) throws SpecException {
    document.require(document.problems());
    document.require(PublishedSchema.CHECK.problems(document));
    SpecLoader loader = new SpecLoader(document);
    Spec spec = loader.spec(document.json());
    loader.faults.addAll(SpecChecks.problems(spec, document));
    document.require(loader.faults);
    return spec;
  }

  private Spec spec(JsonNode root) {
    return new Spec(
        string(root, "id"),
        text(root.path("title")),
        new Build(strings(root.at("/build/command")), optional(root.path("build"), "program")),
        run(root.path("run")),
        byName(root.path("roles"), SpecLoader::role),
        byName(root.path("channels"), (name, node) -> new Channel(name, optional(node, "of"))),
        byName(root.path("kinds"), SpecLoader::kind),
        rules(root.path("rules"), root.path("racy").asDouble(Rule.RACY)),
        optional(root, "image"),
        byName(root.path("faults"), (_, node) -> fault(node)));
  }

  private static FaultSpec fault(JsonNode node) {
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    JsonNode fault = only.getValue();
    return switch (only.getKey()) {
      case "interrupt" -> new FaultSpec.Interrupt(player(fault), fault.path("wait").asInt(1));
      case "kill" -> new FaultSpec.Kill(player(fault), fault.path("call").asInt(1));
      case "delay" -> new FaultSpec.Delay(string(fault, "kind"), Quantity.millis(string(fault, "by")));
      case "full" -> new FaultSpec.Full(mailbox(fault), fault.path("messages").asInt(1));
      case "remove" -> new FaultSpec.Remove(mailbox(fault), fault.path("after").asInt(0));
      case "queues" -> new FaultSpec.Queues(fault.asInt());
      case "processes" -> new FaultSpec.Processes(fault.asInt());
      case "first-msqid" -> new FaultSpec.FirstMsqid();
      case "stale" -> new FaultSpec.Stale(mailbox(fault), fault.path("messages").asInt(1));
      default -> throw new IllegalArgumentException("the schema has a fault too many: " + only.getKey());
    };
  }

  private static FaultSpec.Player player(JsonNode fault) {
    return FaultSpec.Player.of(string(fault, "process"));
  }

  private static FaultSpec.Mailbox mailbox(JsonNode fault) {
    return FaultSpec.Mailbox.of(string(fault, "queue"));
  }

  private static Run run(JsonNode run) {
    return new Run(
        strings(run.path("arguments")),
        run.path("schedules").asInt(SCHEDULES),
        millis(run, "time", Run.MILLIS),
        run.path("untimely").asString("advise").equals("count"),
        limits(run.path("limits")),
        run.path("seed").asLong(0));
  }

  private static Limits limits(JsonNode limits) {
    RunRequest.Limits usual = Limits.DEFAULT.run();
    return new Limits(
        millis(limits, "build", Limits.DEFAULT.buildMillis()),
        new RunRequest.Limits(
            millis(limits, "wall", usual.wallMillis()),
            millis(limits, "virtual-time", usual.virtualMillis()),
            millis(limits, "cpu", usual.cpuMillis()),
            limits.path("processes").asInt(usual.processes()),
            bytes(limits, "memory", usual.memoryBytes()),
            bytes(limits, "file-size", usual.fileBytes()),
            bytes(limits, "disk", usual.diskBytes()),
            bytes(limits, "output", usual.outputBytes()),
            bytes(limits, "payload", usual.payloadBytes()),
            limits.path("queues").asInt(usual.queues()),
            limits.path("semaphores").asInt(usual.semaphores()),
            limits.path("shared-memory").asInt(usual.segments()),
            limits.path("events").asLong(usual.events()),
            limits.path("open-files").asInt(usual.openFiles())));
  }

  private static long millis(JsonNode limits, String name, long usual) {
    return limits.has(name) ? Quantity.millis(limits.path(name).asString()) : usual;
  }

  private static long bytes(JsonNode limits, String name, long usual) {
    return limits.has(name) ? Quantity.bytes(limits.path(name).asString()) : usual;
  }

  private static Role role(String name, JsonNode role) {
    return new Role(
        name,
        role.path("plural").asString(name + "s"),
        role.path("count").asInt(1),
        role.path("root").asBoolean(false));
  }

  private static Kind kind(String name, JsonNode kind) {
    return new Kind(
        name,
        kind.path("plural").asString(name + "s"),
        string(kind, "from"),
        string(kind, "to"),
        string(kind, "on"),
        kind.path("fields").properties().stream()
            .map(field -> new Field(field.getKey(), expectation(field.getValue())))
            .toList());
  }

  private static Expectation expectation(JsonNode field) {
    JsonNode range = field.path("range");
    if (range.isArray()) {
      return new Expectation.Range(range.path(0).asLong(), range.path(1).asLong());
    }
    return field.has("pid")
        ? new Expectation.Pid(string(field, "pid"))
        : new Expectation.Msqid(string(field, "msqid"));
  }

  private List<Rule> rules(JsonNode nodes, double racy) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode node : nodes) {
      String pointer = "/rules/" + rules.size();
      rules.add(
          new Rule(
              string(node, "id"),
              node.path("points").asInt(),
              text(node.path("title")),
              string(node, "quote"),
              text(node.path("hint")),
              optional(node, "each"),
              expression(node, pointer, "when"),
              claim(node, pointer),
              expression(node, pointer, "evidence"),
              seen(node, pointer),
              node.has("expected") ? Optional.of(text(node.path("expected"))) : Optional.empty(),
              node.path("racy").asDouble(racy),
              node.path("under").isString()
                  ? List.of(string(node, "under"))
                  : strings(node.path("under")),
              document.position(pointer)));
    }
    return rules;
  }

  private Claim claim(JsonNode rule, String pointer) {
    return rule.has("claim")
        ? new Claim.Holds(document.expression(pointer + "/claim"))
        : new Claim.Varies(document.expression(pointer + "/varies"));
  }

  private Optional<Seen> seen(JsonNode rule, String pointer) {
    return rule.has("seen")
        ? Optional.of(new Seen(template(pointer + "/seen/en"), template(pointer + "/seen/it")))
        : Optional.empty();
  }

  private Template template(String pointer) {
    return Template.of(document.expression(pointer), faults);
  }

  private Optional<Expression> expression(JsonNode rule, String pointer, String key) {
    return rule.has(key) ? Optional.of(document.expression(pointer + "/" + key)) : Optional.empty();
  }

  private static Text text(JsonNode text) {
    return new Text(string(text, "en"), string(text, "it"));
  }

  private static <V> Map<String, V> byName(JsonNode node, BiFunction<String, JsonNode, V> value) {
    Map<String, V> map = new LinkedHashMap<>();
    node.properties()
        .forEach(entry -> map.put(entry.getKey(), value.apply(entry.getKey(), entry.getValue())));
    return map;
  }

  private static String string(JsonNode node, String key) {
    return node.path(key).stringValue();
  }

  private static Optional<String> optional(JsonNode node, String key) {
    return node.path(key).stringValueOpt();
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  /** Read once, when first needed. */
  private static final class PublishedSchema {
    static final SchemaCheck CHECK = new SchemaCheck(schema());
  }
}
