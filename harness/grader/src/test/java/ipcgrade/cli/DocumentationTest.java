package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What docs/ shows is what the files hold and what the commands print. */
@DisplayName("docs/writing-an-assignment.md")
class DocumentationTest {
  private static final Path TOP = Path.of("../..");
  private static final Path PAGE = TOP.resolve("docs/writing-an-assignment.md");

  private final Console console = new Console();

  /** A block of code; {@code source} is what stands after the language: a file, or a command. */
  private record Block(String source, String text) {}

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(PAGE);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        String head = lines.get(i).substring(3);
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        blocks.add(
            new Block(
                head.contains(" ") ? head.substring(head.indexOf(' ') + 1) : "",
                String.join("\n", lines.subList(i + 1, end)) + "\n"));
        i = end;
      }
    }
    return blocks;
  }

  private static String block(String command) throws IOException {
    return blocks().stream()
        .filter(block -> block.source.equals(command))
        .findFirst()
        .orElseThrow().text;
  }

  @TestFactory
  @DisplayName("shows parts of files as they are")
  Stream<DynamicTest> files() throws IOException {
    List<Block> parts =
        blocks().stream().filter(block -> block.source.startsWith("fixtures/")).toList();
    assertTrue(parts.size() >= 8, "only " + parts.size());
    return parts.stream()
        .map(
            part -> DynamicTest.dynamicTest(
                part.text.lines().findFirst().orElse(""),
                () -> assertTrue(
                    Files.readString(TOP.resolve(part.source)).contains(part.text), part.source)));
  }

  @Test
  @DisplayName("shows what spec explain prints")
  void explain() throws IOException {
    String file = "fixtures/ping-pong/grading.yml";
    assertEquals(0, console.run("spec", "explain", TOP.resolve(file).toString()), console.err());
    for (String part : block("ipcgrade spec explain " + file).split("…\n", -1)) {
      assertTrue(console.out().contains(part), console.out());
    }
  }

  @Test
  @DisplayName("shows what spec check says of a fault")
  void check(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("grading.yml");
    String good = Files.readString(TOP.resolve("fixtures/ping-pong/grading.yml"));
    Files.writeString(file, good.replace("serves.size() == 5", "serve.size() == 5"));
    assertEquals(2, console.run("spec", "check", file.toString()));
    assertEquals(block("ipcgrade spec check"), console.out().replace(directory + "/", ""));
  }

  @Test
  @Tag("kernel")
  @DisplayName("shows what spec test says of an expectation that is wrong")
  void test(@TempDir Path directory) throws IOException {
    Path fixture = TOP.resolve("fixtures/ping-pong/submissions/wrong-queue-left");
    Path submission = Files.createDirectory(directory.resolve("wrong-queue-left"));
    Files.copy(fixture.resolve("pingpong.c"), submission.resolve("pingpong.c"));
    Files.writeString(
        submission.resolve("expected.yml"), "why: A lie.\nscore: 10\nverdicts: { alternate: FAIL }\n");
    String spec = TOP.resolve("fixtures/ping-pong/grading.yml").toString();
    assertEquals(1, console.run("spec", "test", "--spec", spec, submission.toString()), console.err());
    assertTrue(console.out().contains(block("ipcgrade spec test")), console.out());
  }

  @Test
  @DisplayName("links to what there is")
  void links() throws IOException {
    String page = Files.readString(PAGE);
    for (String link : page.split("]\\(", -1)) {
      String target = link.substring(0, Math.max(link.indexOf(')'), 0));
      if (target.startsWith("../")) {
        assertTrue(Files.exists(PAGE.resolveSibling(target)), target);
      } else if (target.startsWith("#")) {
        String title = target.substring(1).replace('-', ' ');
        assertTrue(
            page.lines()
                .filter(line -> line.startsWith("#"))
                .anyMatch(
                    line -> line.toLowerCase(Locale.ROOT).replaceAll("[#.,]", "").strip().equals(title)),
            target);
      }
    }
    assertFalse(page.contains("/work/"));
  }
}
