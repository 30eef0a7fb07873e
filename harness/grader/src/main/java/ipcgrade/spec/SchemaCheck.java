package ipcgrade.spec;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import ipcgrade.spec.SpecException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a document against a JSON Schema (draft 2020-12), and says what is wrong in sentences.
 *
 * <p>A schema read by this class gives each value a {@code title} that completes the sentence "it must
 * be …"; editors show the same words.
 */
public final class SchemaCheck {
  private static final String NOTHING = "nothing";

  private final JsonNode source;
  private final Schema schema;

  /**
   * @param stream of the schema, a resource of this program; it is closed
   */
  public SchemaCheck(InputStream stream) {
    try (stream) {
      source = JsonMapper.shared().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().pathType(PathType.JSON_POINTER).build();
    schema =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config))
            .getSchema(source);
  }

  /** What is wrong with a YAML document, at its lines and columns. */
  public List<Problem> problems(YamlDocument document) {
    List<Problem> problems = new ArrayList<>();
    List<Error> errors = faults(document.json());
    for (Error error : errors) {
      String pointer = pointer(error.getInstanceLocation());
      boolean atKey =
          error.getKeyword().equals("additionalProperties")
              || error.getKeyword().equals("propertyNames");
      sentence(error, errors)
          .ifPresent(
              sentence -> problems.add(
                  new Problem(
                      atKey
                          ? document.keyPosition(pointer + "/" + escape(error.getProperty()))
                          : document.position(pointer),
                      sentence)));
    }
    return problems;
  }

  /** What is wrong with a JSON document: a sentence each, with the JSON pointer of the place. */
  public List<String> problems(JsonNode document) {
    List<Error> errors = faults(document);
    return errors.stream()
        .flatMap(
            error -> sentence(error, errors).stream()
                .map(sentence -> pointer(error.getInstanceLocation()) + ": " + sentence))
        .toList();
  }

  /** Without those inside the branches of a oneOf, which the oneOf itself tells better. */
  private List<Error> faults(JsonNode document) {
    return schema.validate(document).stream()
        .filter(error -> !error.getEvaluationPath().getParent().toString().contains("/oneOf/"))
        .toList();
  }

  private Optional<String> sentence(Error error, List<Error> all) {
    JsonNode owner = source.at(pointer(error.getSchemaLocation().getFragment().getParent()));
    String title = owner.path("title").asString("what its schema says");
    String property = String.valueOf(error.getProperty());
    return switch (error.getKeyword()) {
      case "required" ->
          misspelt(property, error, all)
              ? Optional.empty()
              : Optional.of(title + " needs '" + property + "'");
      case "additionalProperties" -> Optional.of(unknownKey(property, title, owner));
      case "propertyNames" ->
          Optional.of("'" + property + "' must be " + title(owner.path("propertyNames")));
      case "oneOf" -> Optional.of(title + " needs exactly one of " + alternatives(owner));
      default ->
          Optional.of(
              name(error.getInstanceLocation())
                  + " must be "
                  + title
                  + ", not "
                  + shown(error.getInstanceNode()));
    };
  }

  /** Whether an unknown key beside it is so near to the missing one that it alone need be told. */
  private static boolean misspelt(String missing, Error error, List<Error> all) {
    return all.stream()
        .filter(other -> other.getKeyword().equals("additionalProperties"))
        .filter(other -> other.getInstanceLocation().equals(error.getInstanceLocation()))
        .anyMatch(
            other -> NearMiss.of(String.valueOf(other.getProperty()), List.of(missing)).isPresent());
  }

  private static String unknownKey(String key, String title, JsonNode owner) {
    List<String> known = List.copyOf(owner.path("properties").propertyNames());
    return "unknown key '" + key + "' in " + title + NearMiss.hint(key, known, "keys");
  }

  private String title(JsonNode definition) {
    JsonNode reference = definition.path("$ref");
    return (reference.isMissingNode()
        ? definition
        : source.at(reference.stringValue("").substring(1)))
        .path("title")
        .asString(NOTHING);
  }

  private static String alternatives(JsonNode owner) {
    List<String> names = new ArrayList<>();
    owner.path("oneOf").forEach(one -> names.add("'" + one.at("/required/0").asString("") + "'"));
    return NearMiss.list(names);
  }

  private static String name(NodePath location) {
    int last = location.getNameCount() - 1;
    if (last < 0) {
      return "the file";
    }
    return location.getElement(last) instanceof Integer index
        ? "entry " + (index + 1) + " of " + name(location.getParent())
        : "'" + location.getName(last) + "'";
  }

  private static String shown(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> value.isEmpty() ? "an empty list" : "a list of " + value.size();
      case OBJECT -> value.isEmpty() ? "an empty mapping" : "a mapping";
      case NULL -> NOTHING;
      case STRING -> "'" + printable(value.stringValue()) + "'";
      case BOOLEAN, NUMBER, BINARY, MISSING, POJO -> printable(value.asString());
    };
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    int length = line.codePointCount(0, line.length());
    return length <= 40 ? line : line.substring(0, line.offsetByCodePoints(0, 36)) + " […]";
  }

  private static String pointer(NodePath path) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      pointer.append('/').append(escape(String.valueOf(path.getElement(i))));
    }
    return pointer.toString();
  }

  /** A name as a part of a JSON pointer (RFC 6901). */
  public static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
