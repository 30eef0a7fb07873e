package ipcgrade.grade;

import ipcgrade.score.Result.Student;
import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecException.Problem;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A class list: whose submission is whose. A CSV file with a header, as spreadsheets, learning platforms and registrars
 * write them: commas, semicolons or tabs; UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252.
 */
public final class Students {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final int SHOWN = 60;

  /** What downloads and archivers add to the name that a student chose or was given. */
  private static final Pattern ENDING =
      Pattern.compile("\\.(zip|7z|tar|tgz|tbz2?|txz|tar\\.(gz|bz2|xz)|c|cc|cpp)$", Pattern.CASE_INSENSITIVE);

  private final Map<String, Student> byKey;

  private Students(Map<String, Student> byKey) {
    this.byKey = byKey;
  }

  /** What a column holds. A name that reads like several, such as "e-mail address", is the first that fits. */
  private enum Column {
    EMAIL("e?-?mail.*", "indirizzo e?-?mail", "posta elettronica"),
    SUBMISSION("submission", "file", "file ?name", "directory", "folder", "consegna", "cartella",
        "nome file"),
    LOGIN("login", "user", "user ?name", "account", "github.*", "sis login id", "utente", "nome utente"),
    ID("id", "sid", "student id", "student number", "number", "identifier", "sis user id", "id number",
        "matricola", "numero (di )?matricola", "numero id", "identificativo", "codice"),
    FIRST("first ?name", "given ?name", "nome di battesimo"),
    LAST("last ?name", "surname", "family ?name", "cognome"),
    NAME("name", "full ?name", "student", "student name", "nome completo", "cognome e nome", "nome e cognome",
        "studente", "nominativo"),
    /** In Italian the first name beside a surname, else the whole name. */
    NOME("nome");

    private final Pattern pattern;

    Column(String... names) {
      pattern = Pattern.compile(String.join("|", names));
    }

    static Optional<Column> of(String header) {
      String plain = header.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", " ");
      for (Column column : values()) {
        if (column.pattern.matcher(plain).matches()) {
          return Optional.of(column);
        }
      }
      return Optional.empty();
    }
  }

  /** Nobody. */
  public static Students none() {
    return new Students(Map.of());
  }

  /**
   * Reads a class list.
   *
   * @throws SpecException if it cannot be used: with the lines of its faults, in the language of {@code words}
   */
  public static Students read(Path file, Words words) throws IOException, SpecException {
    String text = decode(Files.readAllBytes(file));
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter(text)).setIgnoreEmptyLines(false).get();
    List<Problem> problems = new ArrayList<>();
    Map<String, Student> byKey = new HashMap<>();
    Map<String, Long> lines = new HashMap<>();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      Map<Column, Integer> columns = new EnumMap<>(Column.class);
      int width = 0;
      long line = 1;
      for (CSVRecord row : parser) {
        if (!isEmpty(row)) {
          if (columns.isEmpty()) {
            columns.putAll(columns(row, file, (int) line, words));
            width = row.size();
          } else if (row.size() != width) {
            problems.add(problem(line, words.get("students.width", row.size(), width)));
          } else {
            add(row, columns, line, byKey, lines, problems, words);
          }
        }
        line = parser.getCurrentLineNumber() + 1;
      }
      if (columns.isEmpty()) {
        throw new SpecException(file, 1, 1, words.get("students.empty"));
      }
    } catch (UncheckedIOException | IOException e) {
      throw new SpecException(file, 0, 0, words.get("students.damaged", String.valueOf(e.getMessage())));
    }
    if (!problems.isEmpty()) {
      throw new SpecException(file, problems);
    }
    return new Students(byKey);
  }

  /**
   * Whose a submission is. Found are, in this order, what is named in a column for submissions or logins, and then
   * students by their number, address and name.
   *
   * @param name of the submission
   * @param known what its layout says of its student
   */
  public Optional<Student> of(String name, Optional<Student> known) {
    String plain = ENDING.matcher(name.substring(name.lastIndexOf('/') + 1)).replaceAll("");
    List<String> keys = new ArrayList<>(List.of(name, plain));
    known.ifPresent(student -> keys.addAll(List.of(student.id(), student.email(), student.name())));
    for (int dash = plain.indexOf('-'); dash >= 0; dash = plain.indexOf('-', dash + 1)) {
      keys.add(plain.substring(dash + 1)); // as GitHub Classroom names checkouts: assignment-login
    }
    return keys.stream()
        .map(Students::key)
        .filter(key -> !key.isEmpty() && byKey.containsKey(key))
        .map(byKey::get)
        .findFirst()
        .or(() -> known);
  }

  private static void add(
      CSVRecord row,
      Map<Column, Integer> columns,
      long line,
      Map<String, Student> byKey,
      Map<String, Long> lines,
      List<Problem> problems,
      Words words) {
    Student student =
        new Student(value(row, columns, Column.ID), name(row, columns), value(row, columns, Column.EMAIL));
    Set<Column> chosen = Set.of(Column.SUBMISSION, Column.LOGIN);
    List<String> own =
        chosen.stream().filter(columns::containsKey).map(column -> value(row, columns, column)).toList();
    List<String> keys = new ArrayList<>(own);
    keys.addAll(List.of(student.id(), student.email(), student.name(), local(student.email())));
    if (keys.stream().allMatch(String::isEmpty)) {
      problems.add(problem(line, words.get("students.nobody")));
      return;
    }
    for (String each : keys) {
      String key = key(each);
      Long other = key.isEmpty() ? null : lines.get(key);
      boolean names = own.contains(each) || each.equals(student.id());
      if (other == null && !key.isEmpty()) {
        lines.put(key, line);
        byKey.put(key, student);
      } else if (other != null && other != line && names) {
        problems.add(problem(line, words.get("students.twice", Printable.line(each, SHOWN), other)));
      } else if (other != null && other != line) {
        byKey.remove(key); // two of the same name: it says nothing
      }
    }
  }

  private static Map<Column, Integer> columns(CSVRecord header, Path file, int line, Words words)
      throws SpecException {
    Map<Column, Integer> columns = new EnumMap<>(Column.class);
    for (int at = 0; at < header.size(); at++) {
      Optional<Column> column = Column.of(header.get(at));
      if (column.isPresent()) {
        columns.putIfAbsent(column.get(), at);
      }
    }
    boolean says =
        columns.keySet().stream().anyMatch(column -> column != Column.FIRST && column != Column.LAST);
    if (!says) {
      throw new SpecException(file, line, 1,
          words.get("students.header", Printable.line(header.get(0), SHOWN)));
    }
    return columns;
  }

  private static String name(CSVRecord row, Map<Column, Integer> columns) {
    String whole = value(row, columns, Column.NAME);
    if (!whole.isEmpty()) {
      return whole;
    }
    String first = value(row, columns, columns.containsKey(Column.FIRST) ? Column.FIRST : Column.NOME);
    return (first + " " + value(row, columns, Column.LAST)).strip();
  }

  private static String value(CSVRecord row, Map<Column, Integer> columns, Column column) {
    Integer at = columns.get(column);
    return at == null ? "" : row.get(at).strip();
  }

  /** Of an address what stands before the @, which often is the login. */
  private static String local(String email) {
    int at = email.indexOf('@');
    return at < 0 ? "" : email.substring(0, at);
  }

  /** Names are the same whatever their case and however their accents are encoded. */
  private static String key(String text) {
    return Normalizer.normalize(text.strip().replaceAll("\\s+", " "), Normalizer.Form.NFC)
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isEmpty(CSVRecord row) {
    return row.stream().allMatch(String::isBlank);
  }

  private static Problem problem(long line, String sentence) {
    return new Problem(new Position((int) line, 1), sentence);
  }

  /** What separates the columns of the first line that is not empty; what is quoted in it does not count. */
  private static char delimiter(String text) {
    String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    String plain = header.replaceAll("\"[^\"]*\"", "");
    char most = ',';
    for (char each : new char[] {';', '\t'}) {
      if (count(plain, each) > count(plain, most)) {
        most = each;
      }
    }
    return most;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }

  private static String decode(byte[] bytes) {
    if (bytes.length >= 2 && (bytes[0] & 0xff) + (bytes[1] & 0xff) == 0x1fd && (bytes[0] & 0xff) >= 0xfe) {
      return new String(bytes, StandardCharsets.UTF_16); // which takes the byte order mark away
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      text = new String(bytes, WINDOWS);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
