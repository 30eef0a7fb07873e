package ipcgrade.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("What a page is made of")
class DataTest {
  @TempDir
  private Path directory = Path.of("");

  @Test
  @DisplayName("data is ASCII without markup, and holds every character that there is")
  void data() throws Exception {
    String all =
        IntStream.concat(IntStream.range(0, 0x3000), IntStream.of(0xFEFF, 0xFFFD, 0x1F600))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    Path file = directory.resolve("x.js");
    Data.write(file, "</script>", List.of(all));
    String written = Files.readString(file);
    assertTrue(written.chars()
        .allMatch(c -> (c >= ' ' && c < 0x7F && c != '<' && c != '>' && c != '&') || c == '\n'), written);
    String json = written.substring("ipcgrade.data(".length(), written.length() - ");\n".length());
    assertEquals(List.of("</script>", List.of(all)),
        new JsonMapper().readValue("[" + json + "]", List.class));
  }

  @Test
  @DisplayName("names of files are safe, and as different as the names they are made of")
  void slugs() {
    assertEquals("rossi-maria", Slug.of("rossi-maria"));
    List<String> names =
        List.of("Rossi Maria", "rossi maria", "Rossi-Maria", "../../etc/passwd", "", "\u0000", "NUL", "日本",
            "à", "a", "x".repeat(300), "x".repeat(301));
    List<String> slugs = names.stream().map(Slug::of).toList();
    assertEquals(names.size(), slugs.stream().distinct().count(), slugs.toString());
    slugs.forEach(slug -> assertTrue(slug.matches("[a-z0-9][a-z0-9-]{0,60}"), slug));
    assertNotEquals("nul", Slug.of("NUL"));
  }

  @Test
  @DisplayName("sources are read from the submission only, whatever they hold")
  void sources() throws Exception {
    Path submission = Files.createDirectory(directory.resolve("submission"));
    Files.writeString(directory.resolve("secret.c"), "secret\n");
    Files.write(submission.resolve("a.c"),
        "one\r\ntwo\rstill two\n\u0000\u001b[2J\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Files.write(submission.resolve("latin.c"), new byte[] {'p', (byte) 0xE9, '\n'});
    Files.writeString(submission.resolve("long.c"), "x".repeat(3 << 20) + "\nlast\n");
    Files.writeString(submission.resolve("huge.c"), "x\n".repeat(3 << 20));
    Files.createSymbolicLink(submission.resolve("link.c"), directory.resolve("secret.c"));
    Files.createSymbolicLink(submission.resolve("up"), directory);
    SourceFiles sources = SourceFiles.in(submission);
    assertEquals(List.of("one", "two\\rstill two", "\\0\\x1b[2J", ""), sources.lines("a.c", 1, 9));
    assertEquals(List.of("two\\rstill two"), sources.lines("a.c", 2, 2));
    assertEquals("p\uFFFD", sources.lines("latin.c", 1, 1).getFirst());
    assertTrue(sources.lines("long.c", 1, 1).getFirst().length() < 300);
    assertEquals("last", sources.lines("long.c", 2, 2).getFirst());
    for (String none : List.of("huge.c", "link.c", "up/secret.c", "../secret.c", "/etc/passwd", "none.c", "",
        "a\u0000b")) {
      assertEquals(List.of(), sources.lines(none, 1, 3), none);
    }
    assertFalse(SourceFiles.of(submission.resolve("a.c")).lines("a.c", 1, 1).isEmpty(), "a file by itself");
    Path around = Files.createDirectories(directory.resolve("archive"));
    Files.move(submission, around.resolve("only"));
    assertEquals("one", SourceFiles.of(around).lines("a.c", 1, 1).getFirst(),
        "in the only directory of an archive");
  }
}
