package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.report.json.JsonReport;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Instance;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Rule;
import ipcgrade.score.Result.Submission;
import ipcgrade.spec.Spec.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("ipcgrade report")
class ReportCommandTest {
  private static final String SHEET =
      "Identifier,Full name,Grade,Feedback comments\r\nParticipant 5,Mario Rossi,,\r\nParticipant 6,Ida Verdi,,\r\n";

  private final Console console = new Console();

  @TempDir
  private Path directory = Path.of("");

  private Path first = Path.of("");
  private Path second = Path.of("");

  @BeforeEach
  void results() throws Exception {
    first = write("first.json", "registro", "mario rossi");
    second = write("second.json", "registro", "nobody");
  }

  @Test
  @DisplayName("writes to standard output, or to a file that is whole")
  void output() throws Exception {
    assertEquals(0, console.run("report", first.toString(), "--format", "junit"), console.err());
    assertTrue(console.out().contains("<testsuite name=\"mario rossi\""), console.out());
    Path file = directory.resolve("report.xml");
    Console again = new Console();
    assertEquals(0, again.run("report", "-f", "junit", "-o", file.toString(), first.toString()));
    assertEquals("", again.out());
    assertEquals(console.out(), Files.readString(file));
    assertOnlyFiles("first.json", "second.json", "report.xml");
  }

  @Test
  @DisplayName("takes several results, or one submission of them, or a directory")
  void several() throws Exception {
    assertEquals(
        0, console.run("report", "-f", "csv", first.toString(), second.toString()), console.err());
    assertEquals(3,
        console.out().lines().filter(line -> line.matches(".*,.*,.*,3,.*|.*submission,.*")).count());
    console.clear();
    assertEquals(
        0,
        console.run("report", "-f", "check50", "--submission", "nobody", first.toString(), second.toString()),
        console.err());
    Files.copy(first, directory.resolve("result.json"));
    console.clear();
    assertEquals(0, console.run("report", "-f", "markdown", directory.toString()), console.err());
    assertTrue(console.out().startsWith("# Registry: 1 of 3 points"), console.out());
  }

  @Test
  @DisplayName("fills in a worksheet in place, keeps its mode, and says whom it left out")
  void worksheet() throws Exception {
    Path sheet = directory.resolve("Grades.csv");
    Files.writeString(sheet, SHEET);
    Files.setPosixFilePermissions(sheet, PosixFilePermissions.fromString("rw-rw----"));

    int code =
        console.run(
            "report", "-f", "moodle", "--worksheet", sheet.toString(), first.toString(), second.toString());

    assertEquals(0, code, console.err());
    List<String> lines = Files.readAllLines(sheet, StandardCharsets.UTF_8);
    assertTrue(lines.get(1).startsWith("Participant 5,Mario Rossi,1,"), lines.get(1));
    assertEquals("Participant 6,Ida Verdi,,", lines.get(2));
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(sheet)));
    assertTrue(console.err().contains("1 grade filled in"), console.err());
    assertTrue(console.err().contains("nobody"), console.err());
    assertOnlyFiles("first.json", "second.json", "Grades.csv");
  }

  @Test
  @DisplayName("says in a sentence what is wrong, and leaves what is there alone")
  void wrong() throws Exception {
    Path other = write("other.json", "ping-pong", "bianchi");
    Path kept = directory.resolve("kept");
    Files.writeString(kept, "as it was");
    String file = kept.toString();

    refused("nonsense is no format. There are: junit, sarif", "-f", "nonsense", first.toString());
    refused("is of the assignment ping-pong", "-f", "csv", first.toString(), other.toString());
    refused("There is no submission x", "-f", "csv", "--submission", "x", first.toString());
    refused("name it with --worksheet", "-f", "moodle", first.toString());
    refused("--visibility does not take never", "-f", "gradescope", "--visibility", "never",
        first.toString());
    refused("choose one with --submission", "-f", "check50", "-o", file, first.toString(), second.toString());
    refused("CLASSROOM is not set", "-f", "classroom50", "-o", file, first.toString());
    refused("There is no file", "-f", "csv", directory.resolve("nothing.json").toString());
    assertEquals("as it was", Files.readString(kept));
  }

  private void refused(String sentence, String... arguments) {
    console.clear();
    String[] all = Stream.concat(Stream.of("report"), Stream.of(arguments)).toArray(String[]::new);
    assertEquals(2, console.run(all), console.err());
    assertTrue(console.err().replaceAll("\\s+", " ").contains(sentence), console.err());
    assertFalse(console.err().contains("Exception"), console.err());
  }

  private Path write(String file, String assignment, String name) throws Exception {
    Path path = directory.resolve(file);
    Text title = new Text("Registry", "Registro");
    Rule rule =
        new Rule("bind", Verdict.FAIL, 1, 3, List.of(new Instance("", Verdict.FAIL, List.of(0))), List.of());
    Submission submission =
        new Submission(name, Outcome.GRADED, "", 1, 3, List.of(rule), List.of());
    JsonReport.write(
        new Result(
            Result.SCHEMA,
            assignment,
            title,
            List.of(new Result.Criterion("bind", 3, title, "", title, Text.NONE, false)),
            List.of(submission)),
        path);
    return path;
  }

  private void assertOnlyFiles(String... names) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          Stream.of(names).sorted().toList(),
          files.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }
}
