package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.grade.Submissions.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {
  @TempDir
  private Path top = Path.of("");

  @BeforeEach
  void files() throws IOException {
    for (String file : List.of(
        "class/zeno/main.c",
        "class/anna/src/main.c",
        "class/.git/x.c",
        "class/notes.txt",
        "other/zeno/Makefile",
        "laid-out/src/main.c",
        "laid-out/include/main.h",
        "other/carl/main.CPP",
        "single.c")) {
      Path path = top.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "");
    }
  }

  @Test
  @DisplayName("a directory of submissions is all of its subdirectories, by name")
  void classOfSubmissions() throws IOException {
    assertEquals(List.of("anna", "zeno"), names("class"));
  }

  @Test
  @DisplayName("a directory with sources is one submission, and so is a file")
  void one() throws IOException {
    assertEquals(List.of("zeno"), names("class/zeno"));
    assertEquals(List.of("single.c"), names("single.c"));
  }

  @Test
  @DisplayName("a directory whose sources lie in src and include is one submission")
  void laidOut() throws IOException {
    assertEquals(List.of("laid-out"), names("laid-out"));
    assertEquals(List.of("anna", "laid-out"), names("laid-out", "class/anna"));
  }

  @Test
  @DisplayName("several directories are several submissions, even with sources further down")
  void several() throws IOException {
    assertEquals(List.of("anna", "zeno"), names("class/zeno", "class/anna", "class/zeno"));
  }

  @Test
  @DisplayName("submissions of the same name are told apart by their directories")
  void sameName() throws IOException {
    assertEquals(List.of("anna", "carl", "class/zeno", "other/zeno"),
        names("class/zeno", "class/anna", "other"));
  }

  @Test
  @DisplayName("the grading.yml is the nearest one above, else ipcgrade's own")
  void spec() throws IOException {
    Path home = Files.createDirectory(top.resolve("home"));
    assertEquals(Optional.empty(), SpecFile.find(top.resolve("class/zeno"), Optional.of(home)));
    Path own = Files.writeString(home.resolve("grading.yml"), "");
    assertEquals(Optional.of(own), SpecFile.find(top.resolve("class/zeno"), Optional.of(home)));
    Path near = Files.writeString(top.resolve("class/grading.yml"), "");
    assertEquals(Optional.of(near), SpecFile.find(top.resolve("class/zeno"), Optional.of(home)));
  }

  private List<String> names(String... places) throws IOException {
    return Submissions.in(Stream.of(places).map(top::resolve).toList()).stream().map(Entry::name).toList();
  }
}
