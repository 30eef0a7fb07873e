package ipcgrade.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.Expected;
import ipcgrade.grade.Fixtures;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published schemas teach whoever writes a file in an editor that reads them. */
class SchemaTest {
  private static final Path FIXTURES = Path.of("../../fixtures");

  private static JsonNode read(InputStream stream) throws Exception {
    try (stream) {
      return JsonMapper.shared().readTree(stream);
    }
  }

  @TestFactory
  @DisplayName("every key has a description, and an example, a default or a snippet")
  Stream<DynamicTest> taught() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode schema : List.of(read(SpecLoader.schema()), read(Expected.schema()))) {
      walk(schema, schema, "", tests);
    }
    assertTrue(tests.size() > 50, "only " + tests.size() + " keys");
    return tests.stream();
  }

  private static void walk(JsonNode schema, JsonNode node, String pointer, List<DynamicTest> tests) {
    node.path("properties")
        .properties()
        .forEach(
            key -> tests.add(
                DynamicTest.dynamicTest(
                    pointer + "/" + key.getKey(), () -> assertTaught(schema, key.getValue()))));
    node.properties().forEach(child -> {
      if (!child.getKey().equals("defaultSnippets")) {
        walk(schema, child.getValue(), pointer + "/" + child.getKey(), tests);
      }
    });
  }

  private static void assertTaught(JsonNode schema, JsonNode property) {
    JsonNode definition = schema.at(property.path("$ref").asString("#/none").substring(1));
    assertTrue(property.has("description") || definition.has("description"), "no description");
    assertTrue(
        Stream.of("default", "examples", "defaultSnippets", "const", "enum")
            .anyMatch(key -> property.has(key) || definition.has(key)),
        "no example");
  }

  @Test
  @DisplayName("our grading.yml files name the schema in their first line, as seen from where they are")
  void modelines() throws Exception {
    List<Path> files = new ArrayList<>(List.of(Path.of("../../grading.yml")));
    for (Path assignment : Fixtures.assignments(FIXTURES)) {
      Path own = assignment.resolve("grading.yml");
      if (Files.exists(own)) {
        files.add(own);
      }
    }
    assertTrue(files.size() >= 2, files.toString());
    for (Path file : files) {
      String first = Files.readAllLines(file).getFirst();
      String prefix = "# yaml-language-server: $schema=";
      assertTrue(first.startsWith(prefix), file + ": " + first);
      Path schema = file.resolveSibling(first.substring(prefix.length()));
      assertTrue(Files.isSameFile(
          schema, Path.of("src/main/resources/ipcgrade/spec/grading.schema.json")), file + ": " + schema);
      assertEquals(
          List.of(), new SchemaCheck(SpecLoader.schema()).problems(YamlDocument.read(file)));
      SpecLoader.load(file);
    }
  }
}
