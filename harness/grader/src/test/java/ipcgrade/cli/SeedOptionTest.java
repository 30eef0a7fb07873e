package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("--seed")
class SeedOptionTest {
  private static final Path FIXTURES = Path.of("../../fixtures");
  private static final Path SPEC = FIXTURES.resolve("ping-pong/grading.yml");
  private static final String RIGHT = FIXTURES.resolve("ping-pong/submissions/right").toString();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Console console = new Console();

  @TempDir
  private Path directory = Path.of("");

  @Test
  @Tag("kernel")
  @DisplayName("chooses other runs, is written down, and repeats them")
  void repeats() throws Exception {
    String usual = checked();
    String one = checked("--seed", "7");
    assertEquals(0, JSON.readTree(usual).path("seed").asInt(-1));
    assertEquals(7, JSON.readTree(one).path("seed").asInt(-1));
    assertEquals(one, checked("--seed", JSON.readTree(one).path("seed").asString()));
    List<Long> seeds = seeds(one);
    assertEquals(seeds.size(), seeds.stream().distinct().count());
    assertTrue(seeds.stream().noneMatch(seeds(usual)::contains), () -> seeds + " and " + seeds(usual));
    assertNotEquals(JSON.readTree(usual).at("/submissions/0/runs/0/roles/0/pid"),
        JSON.readTree(one).at("/submissions/0/runs/0/roles/0/pid"));
  }

  @Test
  @Tag("kernel")
  @DisplayName("goes before what grading.yml says, which goes before 0")
  void spec() throws Exception {
    Path spec = directory.resolve("grading.yml");
    Files.writeString(spec, Files.readString(SPEC) + "\nrun: { seed: 12, schedules: 2 }\n");
    assertEquals(12, JSON.readTree(checked("--spec", spec.toString())).path("seed").asInt());
    assertEquals(3, JSON.readTree(checked("--spec", spec.toString(), "--seed", "3")).path("seed").asInt());
  }

  @Test
  @DisplayName("is a number that is not negative")
  void errors() {
    for (List<String> command : List.of(List.of("check"), List.of("grade"), List.of("spec", "test"))) {
      Console each = new Console();
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--seed", "-1", RIGHT));
      assertEquals(2, each.run(words.toArray(String[]::new)));
      assertTrue(each.err().contains("--seed takes a number from 0 to 1000000000, not -1"), each.err());
    }
  }

  private String checked(String... options) throws Exception {
    Path json = directory.resolve("result.json");
    List<String> words = new ArrayList<>(List.of("check", "--json", json.toString()));
    words.addAll(List.of(options));
    words.add(RIGHT);
    console.clear();
    assertEquals(0, console.run(words.toArray(String[]::new)), console.err());
    return Files.readString(json);
  }

  private static List<Long> seeds(String result) {
    JsonNode runs = JSON.readTree(result).at("/submissions/0/runs");
    return runs.valueStream().map(run -> run.path("seed").asLong()).toList();
  }
}
