package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {
  private final Console console = new Console();

  @TempDir
  private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "nonsense",
    "check --nonsense",
    "check a b",
    "check --lang de",
    "check --color blue",
    "check --sandbox vm",
    "explore --schedules 0 .",
    "explore --time soon .",
    "explore --preemptions -1 .",
    "explore --strategy luck .",
    "explore missing-directory",
    "image",
    "image build --spec missing.yml",
    "check --pass-mark x",
    "check --pass-mark -1",
    "grade",
    "grade --jobs 0 .",
    "grade --jobs x .",
    "grade --shard 3/2 .",
    "grade --since soon ../../fixtures/ping-pong/submissions",
    "grade --only nobody ../../fixtures/ping-pong/submissions",
    "grade --students missing.csv ../../fixtures/ping-pong/submissions",
    "grade --out src ../../fixtures/ping-pong/submissions",
    "regrade",
    "regrade src",
    "merge src",
    "merge --out target/merged src",
    "trace",
    "spec",
    "spec check",
    "spec check missing.yml",
    "spec test missing-directory",
    "spec test --repeat 0 .",
    "spec test --jobs 0 .",
    "spec explain missing.yml",
    "spec explain a b",
    "spec schema nonsense",
    "spec schema --output missing-directory/schema.json",
    "check missing-directory",
    "check --spec missing.yml .",
    "grade missing-directory"
  })
  @DisplayName("wrong usage exits with 2, and says so in a sentence or two on standard error only")
  void wrongUsage(String arguments) {
    int code = run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    assertEquals(2, code, arguments + ": " + err());
    assertEquals("", out());
    assertTrue(err().startsWith("ipcgrade: "), err());
    assertTrue(err().lines().count() <= 2, err());
    assertFalse(err().contains("Exception"), err());
  }

  @Test
  @DisplayName("what is wrong is said in the user's language")
  void language() {
    run("check", "--lang", "it", "missing-directory");
    assertTrue(err().contains("missing-directory non esiste"), err());
  }

  @Test
  @DisplayName("an argument cannot steer the terminal from within an error")
  void hostileArgument() {
    run("check", "\u001b[2J");
    run("\u001b[2J");
    assertFalse(err().contains("\u001b"), err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "it"})
  @DisplayName("every command, option and parameter is described in both languages")
  void described(String language) {
    described(Main.commandLine(surroundings(), Words.in(language)).getCommandSpec());
  }

  @Test
  @DisplayName("help teaches: examples and exit codes, in the language of the locale or of --lang")
  void help() {
    assertEquals(0, run("--help"));
    String english = out();
    assertTrue(english.contains("Examples:") && english.contains("ipcgrade demo"), english);
    assertTrue(english.contains("Exit codes:") && english.contains("pass mark"), english);
    console.clear();
    assertEquals(0, run("check", "--lang=it", "--help"));
    assertTrue(out().contains("Codici di uscita:") && out().contains("Valuta un elaborato"), out());
    assertEquals("", err());
  }

  @Test
  @DisplayName("the version is that of the build")
  void version() {
    assertEquals(0, run("--version"));
    assertTrue(out().matches("ipcgrade \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), out());
  }

  @Test
  @DisplayName("a good spec is summed up, a bad one is shown where it is wrong")
  void spec() throws IOException {
    Path good = Path.of("../../grading.yml");
    assertEquals(0, run("spec", "check", good.toString()), out() + err());
    assertEquals("grading.yml: 25 rules, 30 points\n", out());
    console.clear();
    Path bad = directory.resolve("grading.yml");
    Files.writeString(bad, Files.readString(good).replace("points: 1\n", "points: one\n"));
    assertEquals(2, run("spec", "check", bad.toString()));
    assertTrue(out().contains("grading.yml:") && out().contains("points: one"), out());
    assertTrue(out().lines().anyMatch(line -> line.strip().equals("^")), out());
  }

  @Test
  @DisplayName("a claim that does not compile is a fault of the spec")
  void claim() throws IOException {
    Path bad = directory.resolve("grading.yml");
    Files.writeString(
        bad,
        Files.readString(Path.of("../../grading.yml"))
            .replace("queries.by(client).size() == 1", "queries.by(client).sise() == 1"));
    assertEquals(2, run("spec", "check", bad.toString()));
    assertTrue(out().contains("sise"), out());
  }

  private static void described(CommandSpec command) {
    String name = command.qualifiedName();
    assertTrue(command.usageMessage().header().length > 0, name);
    for (OptionSpec option : command.options()) {
      assertTrue(option.description().length > 0, name + " " + option.longestName());
    }
    command
        .positionalParameters()
        .forEach(each -> assertTrue(each.description().length > 0, name + " " + each.paramLabel()));
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(MainTest::described);
  }

  private int run(String... arguments) {
    return console.run(arguments);
  }

  private Surroundings surroundings() {
    return console.surroundings();
  }

  private String out() {
    return console.out();
  }

  private String err() {
    return console.err();
  }
}
