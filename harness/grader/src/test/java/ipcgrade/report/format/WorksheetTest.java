package ipcgrade.report.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.report.format.Worksheet.Filled;
import ipcgrade.report.format.Worksheet.Platform;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Submission;
import ipcgrade.wording.Words;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A worksheet of a platform")
class WorksheetTest {
  /** As Moodle 4 gives it out: byte order mark, quotation marks where it likes, CRLF. */
  private static final String MOODLE =
      """
      \uFEFFIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"
      "Participant 1001","Mario Rossi",mario.rossi@example.org,"Submitted for grading",,9.00,Yes,"Sunday, 22 November 2026, 8:00 AM",-,
      "Participant 1002","Ada D'Angiò",ada@example.org,"Submitted for grading",5.00,9.00,Yes,"a ""quoted"" date",-,"old, comment"
      "Participant 1003","Ida Verdi",ida@example.org,"No submission",,9.00,Yes,-,-,
      """.replace("\n", "\r\n");

  private static final String ITALIAN =
      """
      Identificativo,Nome,"Indirizzo email",Stato,Valutazione,"Valutazione massima","La valutazione può essere cambiata","Ultima modifica (valutazione)",Commenti
      "Partecipante 7","Rossi Mario",m@example.org,Consegnato,,"30,00",Sì,-,
      """;

  private static final String CANVAS =
      """
      Student,ID,SIS User ID,SIS Login ID,Section,Other (11),Distributed registry (4711),Current Score
          Points Possible,,,,,10.00,18.00,(read only)
      "Rossi, Mario",1,s1,mrossi@example.org,OS 1,8.00,,80
      "Verdi, Ida",2,s2,iverdi,OS 1,EX,EX,
      "Student, Test",3,,t,OS 1,,,
      """;

  @Test
  @DisplayName("of Moodle gets grades and comments, and is else the same byte for byte")
  void moodle() throws Exception {
    Filled filled = fill(MOODLE, Platform.MOODLE, "Mario Rossi_1001_assignsubmission_file_");

    String comment = field(filled.text(), 1, 9);
    assertTrue(comment.contains("client 2 received with msgtyp 0 (client.c:41)"), comment);
    assertTrue(comment.contains("<br>"), comment);
    assertEquals(
        MOODLE.replace("grading\",,9.00", "grading\",3.5,9.00")
            .replace("8:00 AM\",-,\r\n", "8:00 AM\",-," + raw(filled.text(), 1) + "\r\n"),
        filled.text());
    assertEquals(1, filled.rows());
    assertEquals(Optional.empty(), filled.scaledTo());
  }

  @ParameterizedTest
  @CsvSource({
    "Mario Rossi_1001_assignsubmission_file_, 1",
    "Someone Else_1002_assignsubmission_file_hw.zip, 2",
    "rossi mario, 1",
    "ROSSI_MARIO, 1",
    "mario.rossi, 1",
    "ada@example.org, 2",
    "ada d'angio, 2"
  })
  @DisplayName("of Moodle finds students by participant, name in any order, accent and case, or address")
  void students(String name, int row) throws Exception {
    Filled filled = fill(MOODLE, Platform.MOODLE, name);

    assertEquals(List.of(), filled.unmatched());
    assertEquals("3.5", field(filled.text(), row, 4));
  }

  @Test
  @DisplayName("leaves out whom it does not know, two of one student, and what has no grade")
  void leftOut() throws Exception {
    Result result =
        Graded.result(
            named("Mario Rossi"),
            named("nobody"),
            named("mario.rossi"),
            Graded.ungraded("Ida Verdi", Outcome.INFRASTRUCTURE, "no image"));

    Filled filled =
        Worksheet.fill(bytes(MOODLE), Platform.MOODLE, result, Words.in("en"), Optional.empty());

    assertEquals(List.of("nobody", "mario.rossi"), filled.unmatched());
    assertEquals(List.of("Ida Verdi"), filled.ungraded());
    assertEquals("", field(filled.text(), 3, 4));
    assertEquals(1, filled.rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mario", "Rossi", "Mario Bianchi", "Mario Rossi Bruni", "rossi",
    "rossi@example.org", "1001",
    "9.00", "5.00", "old, comment", "Mario Rossi_9_assignsubmission"})
  @DisplayName("nobody is guessed by half a name, another address, or a number that is not theirs")
  void guessed(String name) throws Exception {
    Filled filled = fill(MOODLE, Platform.MOODLE, name);

    assertEquals(List.of(name), filled.unmatched());
    assertEquals(MOODLE, filled.text());
  }

  @Test
  @DisplayName("two students of one name are not guessed")
  void ambiguous() throws Exception {
    String sheet = MOODLE.replace("Ida Verdi", "Mario Rossi").replace("ida@", "mario.rossi2@");

    assertEquals(List.of("Mario Rossi"), fill(sheet, Platform.MOODLE, "Mario Rossi").unmatched());
    assertEquals(List.of(),
        fill(sheet, Platform.MOODLE, "Mario Rossi_1003_assignsubmission_file_").unmatched());
  }

  @Test
  @DisplayName("in Italian has Italian headers, decimal commas, and another maximum")
  void italian() throws Exception {
    Filled filled = fill(ITALIAN, Platform.MOODLE, "mario rossi");

    assertEquals("11,67", field(filled.text(), 1, 4));
    assertTrue(filled.text().contains(",\"11,67\",\"30,00\","), filled.text());
    assertEquals("30.00", filled.scaledTo().orElseThrow().toPlainString());
  }

  @Test
  @DisplayName("says that it scales, whichever student it scales")
  void scales() throws Exception {
    Result both = Graded.result(named("Mario Rossi"), named("Ida Verdi"));
    for (String other : List.of("grading\",,9.00", "submission\",,9.00")) {
      String sheet = MOODLE.replace(other, other.replace("9.00", "18.00"));
      Filled filled = Worksheet.fill(bytes(sheet), Platform.MOODLE, both, Words.in("en"), Optional.empty());

      assertEquals("18.00", filled.scaledTo().orElseThrow().toPlainString());
      assertEquals(List.of("3.5", "7"),
          Stream.of(field(filled.text(), 1, 4), field(filled.text(), 3, 4)).sorted().toList());
    }
  }

  @Test
  @DisplayName("in ISO 8859-1 stays so")
  void latin() throws Exception {
    byte[] sheet = ITALIAN.getBytes(StandardCharsets.ISO_8859_1);

    Filled filled =
        Worksheet.fill(
            sheet, Platform.MOODLE, Graded.result(named("nobody")), Words.in("it"), Optional.empty());

    assertEquals(StandardCharsets.ISO_8859_1, filled.charset());
    assertArrayEquals(sheet, filled.text().getBytes(filled.charset()));
  }

  @Test
  @DisplayName("of Canvas: the assignment's column, not the read-only ones, nor who is excused")
  void canvas() throws Exception {
    Result result = Graded.result(named("mrossi"), named("Ida Verdi"));

    Filled filled =
        Worksheet.fill(bytes(CANVAS), Platform.CANVAS, result, Words.in("en"), Optional.empty());

    assertEquals(CANVAS.replace("8.00,,80", "8.00,7,80"), filled.text());
    assertEquals(1, filled.rows());
  }

  @Test
  @DisplayName("whose column nobody knows is refused, with its headers")
  void noColumn() throws Exception {
    String sheet = CANVAS.replace("Distributed registry", "Homework 3");

    UnfitException e =
        assertThrows(UnfitException.class, () -> fill(sheet, Platform.CANVAS, "mrossi"));

    assertTrue(String.valueOf(e.getMessage()).contains("--column"));
    assertTrue(String.valueOf(e.getMessage()).contains("Homework 3 (4711)"));
    Filled named =
        Worksheet.fill(
            bytes(sheet), Platform.CANVAS, Graded.result(named("mrossi")), Words.in("en"),
            Optional.of("Homework 3"));
    assertEquals("7", field(named.text(), 2, 6));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"''", "' '", "'a'", "'a\n'", "'\"unclosed'", "'a,b\n\"x\"y,z'",
    "'a;b\r1;2'"})
  @DisplayName("that is no worksheet is refused, or stays as it is")
  void odd(String text) {
    CsvText csv = CsvText.of(text.getBytes(StandardCharsets.UTF_8));

    assertEquals(text, csv.with(List.of()));
  }

  @Test
  @DisplayName("takes what a submission wrote as text: no HTML, no cell of its own")
  void hostile() throws Exception {
    Submission hostile =
        Graded.submission("Mario Rossi", Graded.HOSTILE, Graded.HOSTILE, Graded.HOSTILE);

    Filled filled =
        Worksheet.fill(
            bytes(MOODLE), Platform.MOODLE, Graded.result(hostile), Words.in("en"), Optional.empty());

    assertEquals(4, CsvText.of(filled.text().getBytes(StandardCharsets.UTF_8)).rows().size());
    String comment = field(filled.text(), 1, 9);
    assertTrue(comment.contains("reversed"), comment);
    assertEquals(-1, comment.indexOf("<script"), comment);
    assertEquals("-", field(filled.text(), 2, 8));
  }

  private static Filled fill(String sheet, Platform platform, String name) throws Exception {
    return Worksheet.fill(
        bytes(sheet), platform, Graded.result(named(name)), Words.in("en"), Optional.empty());
  }

  private static Submission named(String name) {
    return Graded.submission(name, "client.c", "msgrcv() = 24", "received with msgtyp 0");
  }

  private static byte[] bytes(String text) {
    Charset charset = StandardCharsets.UTF_8;
    return text.getBytes(charset);
  }

  private static String field(String text, int row, int column) {
    return CsvText.of(bytes(text)).rows().get(row).get(column).value();
  }

  /** The last cell of a row as it is written. */
  private static String raw(String text, int row) {
    CsvText.Cell cell = CsvText.of(bytes(text)).rows().get(row).getLast();
    return text.substring(cell.from(), cell.to());
  }
}
