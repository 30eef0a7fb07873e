package ipcgrade.report.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.report.Golden;
import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleReportTest {
  @ParameterizedTest
  @ValueSource(strings = {"en", "it"})
  @DisplayName("a submission that lost points: each rule, then the sentence, the calls and the hint")
  void wrong(String language) {
    Golden.check("console/wrong-" + language + ".txt", check(UTF_8, false, language, true, Samples.wrong()));
  }

  @Test
  @DisplayName("the same in colour")
  void colour() {
    Golden.check("console/wrong-colour.txt", check(UTF_8, true, "en", false, Samples.wrong()));
  }

  @Test
  @DisplayName("a terminal that only knows ASCII gets ASCII")
  void ascii() {
    String text = check(US_ASCII, false, "it", false, Samples.wrong());
    Golden.check("console/wrong-ascii.txt", text);
    assertFalse(text.contains("??"));
  }

  @Test
  @DisplayName("a right submission is short")
  void right() {
    Golden.check("console/right.txt", check(UTF_8, false, "en", false, Samples.right()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "it"})
  @DisplayName("why: who was read as what, by which deeds; runs read alike once")
  void why(String language) {
    Golden.check(
        "console/why-" + language + ".txt",
        Golden.printed(
            UTF_8,
            false,
            screen -> new WhyReport(screen, Words.in(language)).print(Samples.explained())));
  }

  @Test
  @DisplayName("why: nothing of what was not run, and nothing hostile")
  void whyOfOthers() {
    assertEquals(
        "",
        Golden.printed(
            UTF_8, false, screen -> new WhyReport(screen, Words.in("en")).print(Samples.unbuilt())));
    String text =
        Golden.printed(
            UTF_8, false, screen -> new WhyReport(screen, Words.in("en")).print(Samples.hostile()));
    assertTrue(text.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c)), text);
  }

  @Test
  @DisplayName("a failed build shows the compiler's lines as it aligned them")
  void unbuilt() {
    Golden.check("console/unbuilt.txt", check(UTF_8, false, "en", false, Samples.unbuilt()));
  }

  @Test
  @DisplayName("a class is a table by name")
  void table() {
    List<Result.Submission> some =
        List.of(Samples.broken(), Samples.wrong(), Samples.unbuilt(), Samples.right());
    Golden.check(
        "console/table.txt",
        Golden.printed(UTF_8, false, screen -> new GradesTable(screen, Words.in("en")).print(some)));
  }

  @Test
  @DisplayName("nothing that a submission says can steer the terminal, pass for a line of ours, or flood it")
  void hostile() {
    String table =
        Golden.printed(
            UTF_8,
            false,
            screen -> new GradesTable(screen, Words.in("en")).print(List.of(Samples.hostile())));
    String text = check(UTF_8, false, "en", true, Samples.hostile()) + table;
    text.codePoints()
        .filter(character -> character != '\n')
        .forEach(
            character -> {
              int type = Character.getType(character);
              assertFalse(type == Character.CONTROL || type == Character.FORMAT,
                  "U+%04x".formatted(character));
            });
    assertTrue(text.lines().noneMatch(line -> line.startsWith("30/30")), text);
    assertTrue(text.lines().count() < 400, () -> text.lines().count() + " lines");
  }

  @Test
  @DisplayName("a fault in a spec is quoted with a caret under its column")
  void specFault() {
    assertEquals(
        """
        g.yml:2:4: wrong.
          2 | \\x1b  claim: x
                    ^
        """,
        Golden.printed(
            UTF_8,
            false,
            screen -> new SpecReport(screen, Words.in("en"))
                .printFault("g.yml:2:4: wrong.", List.of("a", "\u001b  claim: x"), 2, 4)));
  }

  @Test
  @DisplayName("a good spec is summed up")
  void specGood() {
    assertEquals(
        "grading.yml: 5 rules, 5 points\n",
        Golden.printed(
            UTF_8,
            false,
            screen -> new SpecReport(screen, Words.in("en")).printGood(Path.of("a/grading.yml"),
                Samples.spec())));
  }

  private static String check(
      Charset charset, boolean colour, String language, boolean verbose, Result.Submission submission) {
    return Golden.printed(
        charset,
        colour,
        screen -> new CheckReport(screen, Words.in(language), Samples.spec(), "../handed/in")
            .print(submission, verbose));
  }
}
