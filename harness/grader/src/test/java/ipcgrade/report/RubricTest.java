package ipcgrade.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.report.rubric.RubricMarkdown;
import ipcgrade.report.rubric.RubricScreen;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.wording.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RubricTest {
  private static final Path FILE = Path.of("src/test/resources/ipcgrade/spec/minimal.yml");

  private static String screen(Spec spec, boolean colour, String language) {
    return Golden.printed(
        UTF_8, colour, screen -> new RubricScreen(screen).print(spec, Words.in(language)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "it"})
  @DisplayName("a student reads the rules with their points, how they are judged, and what the words mean")
  void screen(String language) throws Exception {
    Golden.check("rubric/minimal-" + language + ".txt", screen(SpecLoader.load(FILE), false, language));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "it"})
  @DisplayName("a course page gets the same in Markdown")
  void markdown(String language) throws Exception {
    Golden.check(
        "rubric/minimal-" + language + ".md",
        RubricMarkdown.of(SpecLoader.load(FILE), Words.in(language)));
  }

  @Test
  @DisplayName("faults are told where the words are, in both languages, and rules say under which they are judged")
  void faults() throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../fixtures/faults/grading.yml"));
    String en = screen(spec, false, "en").replaceAll("\\s+", " ");
    assertTrue(en.contains("Judged only when this goes wrong: server-killed and client-killed."), en);
    assertTrue(en.contains("server-killed server is killed before its call number 2."), en);
    assertTrue(en.contains("late-question the first question is sent 5s late."), en);
    assertTrue(en.contains("no-server beside the first process the kernel has room for none (EAGAIN)."), en);
    assertTrue(en.contains("old-queue an earlier run has left table behind, with 2 messages in it."), en);
    String it = screen(spec, false, "it").replaceAll("\\s+", " ");
    assertTrue(it.contains("Valutata solo quando va storto questo: server-killed e client-killed."), it);
    assertTrue(it.contains("small-queue table ha posto per un solo messaggio."), it);
    String plain = screen(SpecLoader.load(FILE), false, "en");
    assertFalse(plain.contains("What goes wrong"), plain);
  }

  @Test
  @DisplayName("colours are for terminals")
  void colour() throws Exception {
    Spec spec = SpecLoader.load(FILE);
    assertTrue(screen(spec, true, "en").contains("\u001b["));
    assertFalse(screen(spec, false, "en").contains("\u001b["));
  }

  @Test
  @DisplayName("what Markdown would take for its own signs is escaped")
  void escaped() throws Exception {
    String source =
        Files.readString(FILE).replace("quote: in modo casuale", "quote: \"<b>*x* | [y](z) `q`</b>\"");
    String text = RubricMarkdown.of(SpecLoader.load(source, FILE), Words.in("en"));
    assertTrue(text.contains("\\<b\\>\\*x\\* \\| \\[y\\](z) \\`q\\`\\</b\\>"), text);
  }

  @Test
  @DisplayName("each rule of the assignment is there")
  void complete() throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../grading.yml"));
    String text = screen(spec, false, "it");
    for (Spec.Rule rule : spec.rules()) {
      assertTrue(text.contains(rule.title().it() + "  " + rule.id()), rule.id());
    }
  }
}
