package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Build;
import ipcgrade.sandbox.Sandbox.Failed;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Archives as submissions")
class ArchivesTest {
  private static final byte[] MAIN = "int main(void) { return 0; }\n".getBytes(StandardCharsets.UTF_8);

  @TempDir
  private Path top = Path.of("");

  @Test
  @Tag("kernel")
  @DisplayName("are built, also inside one another or alone in a directory, and nothing is left behind")
  void built() throws Exception {
    byte[] program = zip(Map.of("prog/src/main.c", MAIN, "__MACOSX/._main.c", MAIN));
    byte[] nested = zip(Map.of("consegna/prog.zip", program, "consegna/relazione.pdf", new byte[9]));
    Path moodle = Files.createDirectories(top.resolve("Anna Rossi_12345_assignsubmission_file_"));
    write(moodle.resolve("prog.zip"), program);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      List<Path> before = works(temporary);
      assertInstanceOf(Program.class, build(sandbox, write(top.resolve("a.zip"), program)));
      assertInstanceOf(Program.class, build(sandbox, write(top.resolve("b.zip"), nested)));
      assertInstanceOf(Program.class, build(sandbox, moodle));
      Failed deep =
          assertInstanceOf(
              Failed.class,
              build(sandbox, write(top.resolve("c.zip"), zip(Map.of("n.zip", nested)))));
      assertTrue(deep.reason().startsWith("There is no C or C++ source"), deep.reason());
      Failed evil =
          assertInstanceOf(
              Failed.class,
              build(sandbox, write(top.resolve("d.zip"), zip(Map.of("../main.c", MAIN)))));
      assertEquals("The archive d.zip holds ../main.c, a name that leads out of it.", evil.reason());
      assertEquals(before, works(temporary));
    }
  }

  @Test
  @DisplayName("a directory of archives is a class; what is no submission is skipped")
  void folder() throws IOException {
    Path folder = Files.createDirectories(top.resolve("class"));
    write(folder.resolve("anna.zip"), zip(Map.of("main.c", MAIN)));
    write(folder.resolve("bruno.TAR.GZ"), new byte[0]);
    Files.createDirectories(folder.resolve("carla"));
    write(folder.resolve("carla/main.c"), MAIN);
    write(folder.resolve("notes.txt"), new byte[3]);
    write(folder.resolve("grades.docx"), zip(Map.of("x", new byte[1])));
    write(folder.resolve(".DS_Store"), new byte[3]);
    Files.copy(Path.of("/bin/true").toRealPath(), folder.resolve("dario"));
    List<Path> skipped = new ArrayList<>();
    assertEquals(
        List.of("anna.zip", "bruno.TAR.GZ", "carla", "dario"),
        Submissions.in(List.of(folder), skipped::add).stream().map(Submissions.Entry::name).toList());
    assertEquals(List.of(folder.resolve("grades.docx"), folder.resolve("notes.txt")), skipped);
  }

  @Test
  @DisplayName("an archive beside sources is part of one submission")
  void besideSources() throws IOException {
    Path one = Files.createDirectories(top.resolve("one/src"));
    write(one.resolve("main.c"), MAIN);
    write(top.resolve("one/docs.zip"), zip(Map.of("a", new byte[1])));
    List<Path> skipped = new ArrayList<>();
    assertEquals(
        List.of(top.resolve("one")),
        Submissions.in(List.of(top.resolve("one")), skipped::add).stream()
            .map(Submissions.Entry::path)
            .toList());
    assertEquals(List.of(), skipped);
  }

  private Build build(LocalSandbox sandbox, Path submission) throws Exception {
    Spec spec = SpecLoader.load(Home.find().top().resolve("grading.yml"));
    return Unpacking.build(sandbox, submission, spec);
  }

  private static List<Path> works(Path temporary) throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(path -> String.valueOf(path.getFileName()).startsWith("ipcgrade-")).sorted().toList();
    }
  }

  private static Path write(Path file, byte[] content) throws IOException {
    return Files.write(file, content);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
