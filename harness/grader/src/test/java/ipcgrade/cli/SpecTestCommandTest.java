package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecTestCommandTest {
  private static final Path TOP = Path.of("../..");

  private final Console console = new Console();

  @TempDir
  private Path directory = Path.of("");

  @BeforeEach
  void oneRightAndOneWrongProgram() throws IOException {
    Files.copy(TOP.resolve("fixtures/ping-pong/grading.yml"), directory.resolve("grading.yml"));
    for (String name : new String[] {"right", "wrong-queue-left"}) {
      Path submission = Files.createDirectories(directory.resolve("submissions").resolve(name));
      Path fixture = TOP.resolve("fixtures/ping-pong/submissions").resolve(name);
      for (String file : new String[] {"pingpong.c", "expected.yml"}) {
        Files.copy(fixture.resolve(file), submission.resolve(file));
      }
    }
  }

  private void expect(String name, String yaml) throws IOException {
    Files.writeString(directory.resolve("submissions").resolve(name).resolve("expected.yml"), yaml);
  }

  @Test
  @Tag("kernel")
  @DisplayName("right expectations are green, and what they leave untested is listed")
  void green() {
    assertEquals(0, console.run("spec", "test", directory.toString()), console.err());
    assertTrue(console.out().contains("✓ right"), console.out());
    assertTrue(console.out().contains("2 as expected, none differ"), console.out());
    assertTrue(
        console.out().contains("Untested: no submission is expected to break"), console.out());
    assertFalse(console.out().contains("  no-queue-left"), console.out());
  }

  @Test
  @Tag("kernel")
  @DisplayName("a deliberately wrong expected.yml turns it red: rule, title, both verdicts, score, what to call")
  void red() throws IOException {
    expect("wrong-queue-left", "why: A lie.\nscore: 10\nverdicts: { alternate: FAIL }\n");
    assertEquals(1, console.run("spec", "test", directory.toString()), console.err());
    assertTrue(console.out().contains("✗ wrong-queue-left  A lie."), console.out());
    assertTrue(
        console.out().contains("no-queue-left  No queue is left over\n        expected PASS, was FAIL\n"),
        console.out());
    assertTrue(console.out().contains("expected FAIL, was PASS"), console.out());
    assertTrue(console.out().contains("score  expected 10, was 9\n"), console.out());
    assertTrue(console.out().contains("ipcgrade check " + directory), console.out());
    assertTrue(console.out().contains("1 as expected, 1 differs"), console.out());
  }

  @Test
  @Tag("kernel")
  @DisplayName("gradings can be repeated, and be read by programs")
  void repeated() {
    int code =
        console.run("spec", "test", "--repeat", "2", "--jobs", "2", "--json", "-", directory.toString());
    assertEquals(0, code, console.err());
    assertTrue(console.out().contains("\"gradings\" : 2"), console.out());
    assertTrue(console.out().contains("\"state\" : \"as-expected\""), console.out());
  }

  @Test
  @DisplayName("an expected.yml that cannot be used is a sentence with line and column")
  void malformed() throws IOException {
    expect("right", "why: right\nscore: 10\nverdicts:\n  no-queue-lft: FAIL\n");
    assertEquals(2, console.run("spec", "test", directory.toString()));
    assertTrue(
        console.err().endsWith(
            "expected.yml:4:3: unknown rule 'no-queue-lft'; did you mean 'no-queue-left'?\n"),
        console.err());
    assertEquals(1, console.err().lines().count(), console.err());
  }

  @Test
  @DisplayName("without any expected.yml there is nothing to test")
  void nothing() throws IOException {
    for (String name : new String[] {"right", "wrong-queue-left"}) {
      Files.delete(directory.resolve("submissions").resolve(name).resolve("expected.yml"));
    }
    assertEquals(2, console.run("spec", "test", directory.toString()));
    assertTrue(console.err().contains("has an expected.yml"), console.err());
  }
}
