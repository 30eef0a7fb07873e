package ipcgrade.spec;

import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.SpecException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** A YAML 1.2 file as a JSON tree of which every part knows its line and column. */
public final class YamlDocument {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setAllowNonScalarKeys(true)
          .setMaxAliasesForCollections(1000)
          .build();

  private final Path file;
  private final String text;
  private final JsonNode json;
  private final Map<String, Node> values = new HashMap<>();
  private final Map<String, Position> keys = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private YamlDocument(Path file, String text, Node root) throws SpecException {
    this.file = file;
    this.text = text;
    this.json = new YamlTree(values, keys, problems).convert(root);
  }

  /** Reads a file. */
  public static YamlDocument read(Path file) throws SpecException, IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return parse(YamlText.decode(stream.readNBytes(YamlText.MAX_BYTES + 1), file), file);
    }
  }

  /**
   * Parses a text.
   *
   * @param file for messages
   */
  public static YamlDocument parse(String text, Path file) throws SpecException {
    try {
      @Nullable
      Node root = YamlNodes.compose(text, SETTINGS);
      if (root == null) {
        throw new SpecException(file, 1, 1, "the file is empty");
      }
      if (!(root instanceof MappingNode)) {
        Position position = position(root);
        throw new SpecException(
            file,
            position.line(),
            position.column(),
            "the file must be a mapping of keys to values, not "
                + (root instanceof ScalarNode ? "a text" : "a list"));
      }
      return new YamlDocument(file, text, root);
    } catch (MarkedYamlEngineException e) {
      Position position = e.getProblemMark().map(YamlDocument::position).orElse(new Position(1, 1));
      throw new SpecException(file, position.line(), position.column(), YamlFault.sentence(e));
    } catch (ReaderException e) {
      Position position = YamlText.position(text, e.getPosition());
      throw new SpecException(
          file,
          position.line(),
          position.column(),
          "the character U+%04X is not allowed in YAML; delete it".formatted(e.getCodePoint()));
    } catch (StackOverflowError e) {
      // the library's composer recurses, and has no bound of its own
      throw new SpecException(file, 0, 0, "the file is nested too deep");
    } catch (YamlEngineException e) {
      throw new SpecException(file, 0, 0, "the file is not YAML: " + e.getMessage());
    }
  }

  /** Its content; where a key stands twice, the first. */
  public JsonNode json() {
    return json;
  }

  /** What is wrong with the YAML though it can be read: duplicate keys, unknown tags. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Whether there is a value at this JSON pointer. */
  boolean has(String pointer) {
    return values.containsKey(pointer);
  }

  /** Where a value stands, by JSON pointer (RFC 6901); of an alias, where its anchor does. */
  public Position position(String pointer) {
    Node node = values.get(pointer);
    return node == null ? new Position(1, 1) : position(node);
  }

  /** Where the key of a value stands; of an entry of a list or of an aliased mapping, the value. */
  public Position keyPosition(String pointer) {
    Position key = keys.get(pointer);
    return key == null ? position(pointer) : key;
  }

  /** The text at this pointer as an expression. */
  Spec.Expression expression(String pointer) {
    if (values.get(pointer) instanceof ScalarNode scalar) {
      return Unfolding.of(text, scalar);
    }
    throw new IllegalArgumentException(pointer);
  }

  /**
   * Ends the reading of this file if it has faults.
   *
   * @param faults in any order
   */
  public void require(List<Problem> faults) throws SpecException {
    if (!faults.isEmpty()) {
      throw new SpecException(
          file,
          faults.stream()
              .sorted(
                  Comparator.comparing((Problem p) -> p.position().line())
                      .thenComparing(p -> p.position().column()))
              .distinct()
              .toList());
    }
  }

  static Position position(Node node) {
    return node.getStartMark().map(YamlDocument::position).orElse(new Position(1, 1));
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
