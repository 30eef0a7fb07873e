package ipcgrade.spec;

import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.SpecException.Problem;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns YAML nodes into a JSON tree, and remembers where they stand. */
final class YamlTree {
  /** More than any spec has; aliases of aliases ("a billion laughs") come to it soon. */
  private static final int MAX_VALUES = 50_000;

  private static final int MAX_DEPTH = 64;
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,30}");
  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private final Map<String, Node> values;
  private final Map<String, Position> keys;
  private final List<Problem> problems;
  private final Deque<Node> open = new ArrayDeque<>();
  private int count;
  private boolean tooMany;

  YamlTree(Map<String, Node> values, Map<String, Position> keys, List<Problem> problems) {
    this.values = values;
    this.keys = keys;
    this.problems = problems;
  }

  JsonNode convert(Node root) {
    return convert(root, "", 0);
  }

  private JsonNode convert(Node node, String pointer, int depth) {
    if (++count > MAX_VALUES || depth > MAX_DEPTH) {
      if (!tooMany) {
        tooMany = true;
        problem(node, "aliases make the file too large here; write it out instead");
      }
      return FACTORY.nullNode();
    }
    if (open.contains(node)) {
      String name = node.getAnchor().map(Anchor::getValue).orElse("");
      problem(node, "&" + name + " contains itself, by the alias *" + name + "; write it out instead");
      return FACTORY.nullNode();
    }
    values.put(pointer, node);
    open.push(node);
    JsonNode converted =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode sequence -> sequence(sequence, pointer, depth);
          case MappingNode mapping -> mapping(mapping, pointer, depth);
          default -> throw new IllegalStateException("a YAML node of a new type: " + node.getNodeType());
        };
    open.pop();
    return converted;
  }

  private ArrayNode sequence(SequenceNode node, String pointer, int depth) {
    requireTag(node, Tag.SEQ);
    ArrayNode array = FACTORY.arrayNode();
    for (Node entry : node.getValue()) {
      array.add(convert(entry, pointer + "/" + array.size(), depth + 1));
      if (tooMany) {
        break;
      }
    }
    return array;
  }

  private ObjectNode mapping(MappingNode node, String pointer, int depth) {
    requireTag(node, Tag.MAP);
    ObjectNode object = FACTORY.objectNode();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem(tuple.getKeyNode(), "a key must be a single word or text");
        continue;
      }
      String name = key.getValue();
      String child = pointer + "/" + SchemaCheck.escape(name);
      if (object.has(name)) {
        problem(
            key,
            "key '" + name + "' stands here a second time; the first is at line "
                + keys.getOrDefault(child, YamlDocument.position(node)).line());
        continue;
      }
      keys.put(child, YamlDocument.position(key));
      object.set(name, convert(tuple.getValueNode(), child, depth + 1));
      if (tooMany) {
        break;
      }
    }
    return object;
  }

  private JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return FACTORY.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return FACTORY.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
    }
    if (tag.equals(Tag.INT) && DECIMAL.matcher(text).matches()) {
      return FACTORY.numberNode(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
    }
    if (tag.equals(Tag.FLOAT)) {
      return decimal(text);
    }
    if (!tag.equals(Tag.STR) && !tag.equals(Tag.INT)) {
      problem(node, "the tag " + tag + " is not known here; leave it out");
    }
    return FACTORY.stringNode(text);
  }

  /** A number if it is one that JSON has: .inf and .nan are not, and stay texts. */
  private static JsonNode decimal(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? FACTORY.numberNode(value) : FACTORY.stringNode(text);
    } catch (NumberFormatException e) {
      return FACTORY.stringNode(text);
    }
  }

  private void requireTag(CollectionNode<?> node, Tag tag) {
    if (!node.getTag().equals(tag)) {
      problem(node, "the tag " + node.getTag() + " is not known here; leave it out");
    }
  }

  private void problem(Node node, String sentence) {
    problems.add(new Problem(YamlDocument.position(node), sentence));
  }
}
