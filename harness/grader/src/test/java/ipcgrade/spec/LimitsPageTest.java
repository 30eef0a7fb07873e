package ipcgrade.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of limits in docs/writing-an-assignment.md says what the schema says. */
class LimitsPageTest {
  @Test
  void eachLimitWithItsDefault() throws Exception {
    JsonNode limits;
    try (InputStream schema = SpecLoader.class.getResourceAsStream("grading.schema.json")) {
      limits = JsonMapper.shared().readTree(schema).at("/$defs/limits/properties");
    }
    List<String> expected =
        limits.properties().stream()
            .map(
                limit -> "| `%s` | %s | %s |".formatted(
                    limit.getKey(),
                    limit.getValue().path("default").asString(),
                    limit.getValue().path("description").asString().replaceFirst("\\.$", "")))
            .toList();
    List<String> page = Files.readAllLines(Path.of("../../docs/writing-an-assignment.md"));
    int head = page.indexOf("| limit | default | of what |");
    assertEquals(expected, page.subList(head + 2, head + 2 + expected.size()));
    assertEquals("", page.get(head + 2 + expected.size()));
  }
}
