package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("kernel")
@DisplayName("ipcgrade replay")
class ReplayCommandTest {
  private static final Path SUBMISSIONS = Path.of("../../fixtures/registro-distribuito/submissions");
  private static final String RACY = SUBMISSIONS.resolve("racy-textbook-without-sleep").toString();

  private final Console console = new Console();

  @TempDir
  private Path directory = Path.of("");

  @Test
  @DisplayName("shows a result's schedule step by step, and where a run that keeps the rule parts from it")
  void result() throws Exception {
    Path json = directory.resolve("result.json");
    assertEquals(0, console.run("check", "--json", json.toString(), RACY), console.err());
    assertTrue(
        console.out().contains("Step by step: ipcgrade replay --rule clean-end racy-textbook-without-sleep"),
        console.out());
    JsonNode rules =
        JsonMapper.builder().build().readTree(Files.readAllBytes(json)).at("/submissions/0/rules");
    for (JsonNode rule : rules) {
      boolean broken = !rule.path("verdict").stringValue().equals("PASS");
      assertEquals(broken, rule.has("replay"), rule::toString);
    }
    Console again = new Console();
    assertEquals(0, again.run("replay", "--rule", "clean-end", json.toString(), RACY), again.err());
    assertTrue(again.out().contains("This schedule breaks the rule again"), again.out());
    assertTrue(again.out().contains("A run that keeps the rule goes the same way for"), again.out());
    assertTrue(again.out().contains("msgrcv("), again.out());
  }

  @Test
  @DisplayName("runs turns that the user writes down, which may break nothing")
  void turns() {
    assertEquals(0, console.run("replay", "--lang", "it", "--seed", "3", "--turns", "1*9 1.1", RACY),
        console.err());
    assertTrue(console.out().contains("clock_nanosleep"), console.out());
    assertEquals(
        1,
        console.run(
            "replay", "--seed", "3", "--turns", "1", "--rule", "one-executable",
            SUBMISSIONS.resolve("right-textbook").toString()));
    assertTrue(console.out().contains("This schedule does not break the rule any more"), console.out());
  }

  @Test
  @DisplayName("lets the same fault strike again, from a result and as the user writes it")
  void faults() {
    String survivor = Path.of("../../fixtures/faults/submissions/wrong-killed").toString();
    Path json = directory.resolve("result.json");
    assertEquals(0, console.run("check", "--json", json.toString(), survivor), console.err());
    Console again = new Console();
    assertEquals(0, again.run("replay", "--rule", "killed", json.toString(), survivor), again.err());
    assertTrue(again.out().contains("This schedule breaks the rule again"), again.out());
    assertTrue(again.out().contains("fault: kill 1.1 2"), again.out());
    again = new Console();
    assertEquals(
        0, again.run("replay", "--seed", "1", "--turns", "", "--fault", "kill 1.1 2", survivor), again.err());
    assertTrue(again.out().contains("Nobody waits for the dead"), again.out());
    assertTrue(again.out().contains("This schedule breaks the rule again"), again.out());
    again = new Console();
    assertEquals(2, again.run("replay", "--seed", "1", "--turns", "", "--fault", "kill 1.1", survivor));
    assertTrue(again.err().contains("kill 1.1 is no fault"), again.err());
  }

  @Test
  @DisplayName("says what is wrong with what it is asked for")
  void errors() throws Exception {
    assertEquals(2, console.run("replay", "--seed", "3", "--turns", "1.2x3", RACY));
    assertTrue(console.err().contains("1.2x3 are no turns"), console.err());
    Path json = directory.resolve("result.json");
    String right = Path.of("../../fixtures/ping-pong/submissions/right").toString();
    assertEquals(0, new Console().run("check", "--json", json.toString(), right));
    Console other = new Console();
    assertEquals(2, other.run("replay", json.toString()));
    assertTrue(other.err().contains("Where is right?"), other.err());
    other = new Console();
    assertEquals(2, other.run("replay", json.toString(), right));
    assertTrue(other.err().contains("No schedule is known that breaks a rule in right"), other.err());
    other = new Console();
    assertEquals(2, other.run("replay", "--submission", "bianchi", json.toString(), right));
    assertTrue(other.err().contains("There are: right."), other.err());
  }
}
