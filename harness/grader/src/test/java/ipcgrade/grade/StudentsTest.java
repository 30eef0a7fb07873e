package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ipcgrade.score.Result.Student;
import ipcgrade.spec.SpecException;
import ipcgrade.wording.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentsTest {
  private static final Student ANNA = new Student("N86001", "Anna Rossi", "a.rossi@studenti.example.it");
  private static final String CLASS =
      "login,id,name,email\narossi,N86001,Anna Rossi,a.rossi@studenti.example.it\nnd,N86002,Niccolò D'Àvila,\n";

  @TempDir
  private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {
    "arossi", "AROSSI.zip", "arossi.tar.gz", "N86001", "Anna Rossi", "anna  rossi", "a.rossi",
    "a.rossi@studenti.example.it", "esercizio-ipc-arossi", "handed-in/arossi"
  })
  @DisplayName("a submission is found by login, number, name or address, as it is named in a download or a checkout")
  void found(String name) throws Exception {
    assertEquals(Optional.of(ANNA), read(CLASS).of(name, Optional.empty()));
  }

  @Test
  @DisplayName("what a layout knows finds the student; who is in no list is who the layout says")
  void layout() throws Exception {
    Student moodle = new Student("4711", "Anna Rossi", "");
    assertEquals(Optional.of(ANNA), read(CLASS).of("Anna Rossi_4711", Optional.of(moodle)));
    Student other = new Student("4712", "Aldo Bianchi", "");
    assertEquals(Optional.of(other), read(CLASS).of("Aldo Bianchi_4712", Optional.of(other)));
    assertEquals(Optional.empty(), read(CLASS).of("bianchi", Optional.empty()));
    assertEquals(Optional.empty(), Students.none().of("arossi", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "login;id;name;email | arossi;N86001;Anna Rossi;a.rossi@studenti.example.it",
    "Matricola;Cognome;Nome;Indirizzo email | N86001;Rossi;Anna;a.rossi@studenti.example.it",
    "\"Nome\";\"Cognome\";\"Numero ID\";\"E-mail\" | \"Anna\";\"Rossi\";\"N86001\";\"a.rossi@studenti.example.it\"",
    "First name,Last name,ID number,Email address | Anna,Rossi,N86001,a.rossi@studenti.example.it",
    "Student,Student ID,E-mail,Section | Anna Rossi,N86001,a.rossi@studenti.example.it,\"1, 2; 3\"",
    "email,cognome e nome,matricola | a.rossi@studenti.example.it,Anna Rossi,N86001",
  })
  @DisplayName("columns are known by their names, in English and in Italian, whatever separates them")
  void columns(String header, String row) throws Exception {
    assertEquals(Optional.of(ANNA), read(header + "\r\n\r\n" + row + "\r\n").of("N86001", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-8 BOM", "ISO-8859-1", "windows-1252", "UTF-16"})
  @DisplayName("accents survive every charset that spreadsheets write")
  void charsets(String charset) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (charset.endsWith("BOM")) {
      bytes.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    }
    bytes.writeBytes(CLASS.getBytes(Charset.forName(charset.replace(" BOM", ""))));
    Path file = Files.write(directory.resolve("students.csv"), bytes.toByteArray());
    Students students = Students.read(file, Words.in("en"));
    assertEquals(
        Optional.of(new Student("N86002", "Niccolò D'Àvila", "")), students.of("nd", Optional.empty()));
    // as macOS writes accents in file names
    assertEquals("N86002", students.of("Niccolo\u0300 D'A\u0300vila", Optional.empty()).orElseThrow().id());
  }

  @Test
  @DisplayName("two of the same name are found by what tells them apart")
  void namesakes() throws Exception {
    Students students = read("id,name\n1,Mario Rossi\n2,Mario Rossi\n3,Anna Verdi\n");
    assertEquals(Optional.empty(), students.of("Mario Rossi", Optional.empty()));
    assertEquals("2", students.of("2", Optional.empty()).orElseThrow().id());
    assertEquals("3", students.of("Anna Verdi", Optional.empty()).orElseThrow().id());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "''                                  | 1 | the file is empty",
    "'foo,bar\n1,2\n'                    | 1 | it begins with foo",
    "'id,name\n1,A\n2\n'                 | 3 | the line has 1 column, and the first has 2",
    "'id,name\n\n1,A\n\n1,B\n'           | 5 | 1 stands in line 3 already",
    "'login,name\nx,A\nX,B\n'            | 3 | X stands in line 2 already",
    "'id,name,room\n1,A,x\n,,y\n'        | 3 | the line names nobody",
    "'id,name\n1,\"A\nB\"\n2\n'          | 4 | the line has 1 column",
  })
  @DisplayName("what is wrong is said with its line")
  void wrong(String text, int line, String sentence) {
    SpecException e = assertThrows(SpecException.class, () -> read(text));
    assertEquals(line, e.problems().getFirst().position().line(), e.getMessage());
    assertEquals(true, String.valueOf(e.getMessage()).contains(sentence), e.getMessage());
  }

  private Students read(String text) throws IOException, SpecException {
    Path file = directory.resolve("students.csv");
    return Students.read(Files.writeString(file, text, StandardCharsets.UTF_8), Words.in("en"));
  }
}
