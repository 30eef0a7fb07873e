package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.Submissions.Entry;
import ipcgrade.score.Result.Student;
import ipcgrade.spec.SpecException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandedInTest {
  private static final String MOODLE = "_assignsubmission_file_";
  private static final String METADATA =
      """
      ---
      submission_25618360:
        :submitters:
        - :name: Anna Rossi
          :sid: '0012'
          :email: a.rossi@example.edu
        :created_at: !ruby/object:ActiveSupport::TimeWithZone
          utc: 2026-11-20 10:11:12.000000000 Z
        :score:
        :results:
          :tests: []
      submission_25618361:
        :submitters:
        - :name: Bruno Verdi
          :sid: 13
          :email: b@example.edu
        - :name: Carla Neri
          :sid:
          :email: c@example.edu
      """;

  @TempDir
  private Path top = Path.of("");

  private final List<String> skipped = new ArrayList<>();

  @Test
  @DisplayName("Moodle's download in folders: a submission for each participant, with name and number")
  void moodleFolders() throws Exception {
    write("class/Anna Rossi_101" + MOODLE + "/main.c", "a");
    write("class/Niccolò D'Àvila_102" + MOODLE + "/hw/main.c", "b");
    write("class/De Luca_Maria_103" + MOODLE.replaceAll("_$", "") + "/hw.zip", "c");
    write("class/De Luca_Maria_103_assignsubmission_onlinetext_/onlinetext.html", "<p>");
    write("class/grades.csv", "");
    Map<String, Entry> found = found("class");
    assertEquals(
        List.of("Anna Rossi_101", "De Luca_Maria_103", "Niccolò D'Àvila_102"), List.copyOf(found.keySet()));
    assertEquals(student("102", "Niccolò D'Àvila", ""), student(found, "Niccolò D'Àvila_102"));
    assertEquals(student("103", "De Luca_Maria", ""), student(found, "De Luca_Maria_103"));
    assertEquals(List.of("De Luca_Maria_103_assignsubmission_onlinetext_", "grades.csv"), skipped);
  }

  @Test
  @DisplayName("Moodle's flat download: the files of a participant together, under the names that they were given")
  void moodleFlat() throws Exception {
    write("class/Anna Rossi_101" + MOODLE + "main.c", "int main;");
    write("class/Anna Rossi_101" + MOODLE + "my_queue.h", "int queue;");
    write("class/Bruno Verdi_102" + MOODLE + "hw_1.zip", "PK");
    try (HandedIn handedIn = in("class")) {
      assertEquals(List.of("Anna Rossi_101", "Bruno Verdi_102"), names(handedIn));
      Path anna = handedIn.entries().get(0).path();
      assertEquals(Map.of("main.c", "int main;", "my_queue.h", "int queue;"), content(anna));
      assertEquals(Map.of("hw_1.zip", "PK"), content(handedIn.entries().get(1).path()));
    }
  }

  @Test
  @DisplayName("what had to be put together is gone afterwards")
  void closed() throws Exception {
    write("class/Anna Rossi_101" + MOODLE + "main.c", "");
    HandedIn handedIn = in("class");
    Path path = handedIn.entries().getFirst().path();
    assertTrue(Files.exists(path));
    handedIn.close();
    assertFalse(Files.exists(path));
    assertTrue(Files.exists(top.resolve("class/Anna Rossi_101" + MOODLE + "main.c")));
  }

  @Test
  @DisplayName("a whole download may be one archive, in either of Moodle's layouts or in Gradescope's")
  void archives() throws Exception {
    zip("folders.zip",
        Map.of("Anna Rossi_101" + MOODLE + "/main.c", "a", "Bruno_102" + MOODLE + "/m.c", "b"));
    zip("flat.zip", Map.of("Anna Rossi_101" + MOODLE + "main.c", "a"));
    zip(
        "export.zip",
        Map.of(
            "assignment_7_export/submission_metadata.yml", METADATA,
            "assignment_7_export/submission_25618360/main.c", "a",
            "assignment_7_export/submission_25618361/main.c", "b"));
    assertEquals(List.of("Anna Rossi_101", "Bruno_102"), List.copyOf(found("folders.zip").keySet()));
    try (HandedIn handedIn = in("flat.zip")) {
      assertEquals(Map.of("main.c", "a"), content(handedIn.entries().getFirst().path()));
    }
    assertEquals(
        List.of("submission_25618360", "submission_25618361"), List.copyOf(found("export.zip").keySet()));
  }

  @Test
  @DisplayName("an archive that is no download is a submission")
  void submission() throws Exception {
    zip("rossi.zip", Map.of("main.c", "a", "notes/submission.txt", "b"));
    assertEquals(List.of("rossi.zip"), List.copyOf(found("rossi.zip").keySet()));
  }

  @Test
  @DisplayName("Gradescope's export says whose submissions are, in a group too, whatever else it says")
  void gradescope() throws Exception {
    write("export/assignment_7_export/submission_metadata.yml", METADATA);
    write("export/assignment_7_export/submission_25618360/main.c", "a");
    write("export/assignment_7_export/submission_25618361/main.c", "b");
    write("export/assignment_7_export/submission_25618362/main.c", "c");
    for (String place : List.of("export", "export/assignment_7_export")) {
      Map<String, Entry> found = found(place);
      assertEquals(student("0012", "Anna Rossi", "a.rossi@example.edu"),
          student(found, "submission_25618360"));
      assertEquals(
          student("13", "Bruno Verdi, Carla Neri", "b@example.edu, c@example.edu"),
          student(found, "submission_25618361"));
      assertEquals(Optional.empty(), student(found, "submission_25618362"));
    }
  }

  @Test
  @DisplayName("metadata that is not YAML is refused with its line")
  void metadata() throws Exception {
    write("export/submission_metadata.yml", "submission_1:\n  - [\n");
    SpecException e = assertThrows(SpecException.class, () -> in("export"));
    assertEquals(3, e.problems().getFirst().position().line(), e.getMessage());
  }

  @Test
  @DisplayName("checkouts are submissions, wherever in them the sources are")
  void checkouts() throws Exception {
    write("work/ipc-arossi/.git/HEAD", "ref");
    write("work/ipc-arossi/app/ipc/main.c", "a");
    write("work/ipc-bverdi/.git/HEAD", "ref");
    write("work/ipc-bverdi/README.md", "b");
    assertEquals(List.of("ipc-arossi", "ipc-bverdi"), List.copyOf(found("work").keySet()));
    assertEquals(
        List.of("ipc-arossi", "ipc-bverdi"),
        List.copyOf(found("work/ipc-arossi", "work/ipc-bverdi").keySet()));
  }

  @Test
  @DisplayName("two downloads with the same participant are told apart")
  void twice() throws Exception {
    write("monday/Anna Rossi_101" + MOODLE + "/main.c", "a");
    write("tuesday/Anna Rossi_101" + MOODLE + "/main.c", "b");
    assertEquals(
        List.of("monday/Anna Rossi_101", "tuesday/Anna Rossi_101"),
        List.copyOf(found("monday", "tuesday").keySet()));
  }

  @Test
  @DisplayName("a bomb in a download keeps no other from being graded")
  void large() throws Exception {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(top.resolve("class.zip")))) {
      zip.putNextEntry(new ZipEntry("Anna_1" + MOODLE + "/zeros.c"));
      byte[] zeros = new byte[1 << 20];
      for (int mebibyte = 0; mebibyte < 80; mebibyte++) {
        zip.write(zeros);
      }
      zip.putNextEntry(new ZipEntry("Bruno_2" + MOODLE + "/main.c"));
      zip.write("b".getBytes(StandardCharsets.UTF_8));
    }
    try (HandedIn handedIn = in("class.zip")) {
      assertEquals(List.of("Anna_1", "Bruno_2"), names(handedIn));
      assertEquals(Map.of("main.c", "b"), content(handedIn.entries().get(1).path()));
      long size = Files.size(handedIn.entries().getFirst().path().resolve("zeros.c"));
      assertEquals(80L << 20, size);
    }
  }

  private HandedIn in(String... places) throws Exception {
    return HandedIn.in(
        Stream.of(places).map(top::resolve).toList(),
        path -> skipped.add(String.valueOf(path.getFileName())));
  }

  private Map<String, Entry> found(String... places) throws Exception {
    Map<String, Entry> found = new LinkedHashMap<>();
    try (HandedIn handedIn = in(places)) {
      handedIn.entries().forEach(entry -> found.put(entry.name(), entry));
    }
    return found;
  }

  private static List<String> names(HandedIn handedIn) {
    return handedIn.entries().stream().map(Entry::name).toList();
  }

  private static Map<String, String> content(Path directory) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        content.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return content;
  }

  private void write(String name, String text) throws IOException {
    Path file = top.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void zip(String name, Map<String, String> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(top.resolve(name));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Optional<Student> student(Map<String, Entry> found, String name) {
    return Objects.requireNonNull(found.get(name)).student();
  }

  private static Optional<Student> student(String id, String name, String email) {
    return Optional.of(new Student(id, name, email));
  }
}
