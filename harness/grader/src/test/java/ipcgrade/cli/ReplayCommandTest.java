package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
        console.out().contains("Step by step: ipcgrade replay --rule clean-end " + RACY + "\n"),
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
  @DisplayName("leaves a process to gdb, in front of the call that a step shows")
  void debugger() throws Exception {
    List<String> replay = List.of("replay", "--seed", "3", "--turns", "1");
    assertEquals(0, console.run(with(replay, RACY)), console.err());
    Matcher step =
        Pattern.compile("^ *(\\d+) .* registry  +msgrcv\\(.*\\n? *(procedure\\.c:\\d+)$", Pattern.MULTILINE)
            .matcher(console.out());
    assertTrue(step.find(), console.out());
    Console other = new Console();
    FutureTask<Integer> debugged =
        new FutureTask<>(
            () -> other.run(with(replay, "--gdb", "registry@" + step.group(1), RACY)));
    Thread.ofPlatform().start(debugged);
    Pattern typed = Pattern.compile("^ *(gdb .* -p (\\d+))$", Pattern.MULTILINE);
    Matcher attach = typed.matcher(other.out());
    for (int i = 0; i < 600 && !attach.find() && !debugged.isDone(); i++) {
      Thread.sleep(100);
      attach = typed.matcher(other.out());
    }
    assertTrue(attach.reset().find(), () -> other.out() + other.err());
    String gdb =
        attach.group(1) + " -batch -ex bt -ex 'frame function registro' -ex 'print id_coda_server' -ex list";
    Process process = new ProcessBuilder("/bin/sh", "-c", gdb).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(
        Pattern.compile("in registro \\(.*\\) at (.*/)?" + Pattern.quote(step.group(2))).matcher(said).find(),
        said);
    assertTrue(said.contains("$1 = {-1, -1}"), said);
    assertTrue(said.contains("if (msg.tipo == BIND)"), said);
    // the debugger has left: so has the run
    assertEquals(0, debugged.get(60, TimeUnit.SECONDS), other.err());
    assertFalse(Files.exists(Path.of("/proc/" + attach.group(2))), "the process is still there");
  }

  @Test
  @DisplayName("says why no process is left to a debugger")
  void noDebugger() {
    List<String> replay = List.of("replay", "--seed", "3", "--turns", "1");
    assertEquals(2, console.run(with(replay, "--gdb", "registry", RACY)));
    assertTrue(console.err().contains("registry is no process and step"), console.err());
    assertEquals(2, console.run(with(replay, "--sandbox", "docker", "--gdb", "registry@3", RACY)));
    assertTrue(console.err().contains("use --sandbox local"), console.err());
    console.clear();
    assertEquals(2, console.run(with(replay, "--gdb", "registry@4000", RACY)));
    assertTrue(console.err().contains("There is no step 4000: the run has"), console.err());
    assertEquals(2, console.run(with(replay, "--gdb", "4@3", RACY)));
    assertTrue(console.err().contains("There is no process 4. There are: parent ("), console.err());
    assertEquals(2, console.run(with(replay, "--gdb", "client 3@1", RACY)));
    assertTrue(console.err().contains("client 3 is not there at step 1"), console.err());
  }

  private static String[] with(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
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
    assertTrue(other.err().contains("There is no submission bianchi. There are: right."), other.err());
  }
}
