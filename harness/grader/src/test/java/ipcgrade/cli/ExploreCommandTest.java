package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("kernel")
@DisplayName("ipcgrade explore")
class ExploreCommandTest {
  private static final Path FIXTURES = Path.of("../../fixtures");

  private final Console console = new Console();

  @TempDir
  private Path directory = Path.of("");

  @Test
  @DisplayName("finds nothing in a small right program, and is certain of it")
  void certain() {
    int code =
        console.run(
            "explore", "--strategy", "exhaustive",
            FIXTURES.resolve("ping-pong/submissions/right").toString());
    assertEquals(0, code, console.err());
    assertTrue(console.out().contains("Certain: these are all schedules there are"), console.out());
    assertTrue(console.out().contains("No fault found."), console.out());
    assertEquals("", console.err());
  }

  @Test
  @DisplayName("finds a race, and writes down the schedule that shows it")
  void race() throws IOException {
    Path json = directory.resolve("found.json");
    int code =
        console.run(
            "explore", "--schedules", "30", "--strategy", "pct", "--json", json.toString(), "--lang", "it",
            FIXTURES.resolve("registro-distribuito/submissions/wrong-drops-early-query").toString());
    assertEquals(1, code, console.err());
    assertTrue(console.out().contains("30 schedulazioni provate"), console.out());
    assertTrue(console.out().contains("✗ deadlock"), console.out());
    assertFalse(console.out().contains("Certo"), console.out());
    JsonNode found = JsonMapper.builder().build().readTree(Files.readAllBytes(json));
    assertEquals(30, found.get("runs").asInt());
    JsonNode fault = found.get("faults").get(0);
    assertTrue(fault.get("runs").asInt() < 30, fault::toString);
    assertTrue(fault.get("schedule").get("turns").asString().startsWith("1"), fault::toString);
  }

  @Test
  @DisplayName("has nothing to run where the build fails")
  void unbuilt() throws IOException {
    Path file = directory.resolve("wrong.c");
    Files.writeString(file, "int main(void) { return nothing; }\n");
    assertEquals(2, console.run("explore", "--spec", FIXTURES.resolve("ping-pong/grading.yml").toString(),
        file.toString()));
    assertTrue(console.err().contains("The compiler reports an error."), console.err());
    assertTrue(console.err().contains("ipcgrade check"), console.err());
  }
}
