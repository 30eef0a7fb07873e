package ipcgrade.report.format;

import ipcgrade.report.format.CsvText.Cell;
import ipcgrade.report.format.CsvText.Change;
import ipcgrade.report.telling.Feedback;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Words;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A file that a learning platform gave out, with a row for each student, filled in: the offline grading worksheet of a
 * Moodle assignment, or a gradebook of Canvas. Nothing but the grades, and Moodle's comments, is touched. Grades are
 * scaled to the platform's maximum where that is another.
 */
public final class Worksheet {
  /** What Moodle calls the files of a submission: full name, number of the participant, kind. */
  private static final Pattern DOWNLOAD = Pattern.compile("(?s)(.+)_(\\d+)_assignsubmission_.*");

  private static final Pattern LAST_NUMBER = Pattern.compile("\\D*(\\d+)\\s*");
  private static final Pattern CANVAS_ID = Pattern.compile("\\s*\\(\\d+\\)\\s*$");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("\\d+,\\d+");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)?");

  /** What the columns of Moodle are called in its languages, as far as they are known here. */
  private static final Set<String> GRADE =
      Set.of(
          "grade", "valutazione", "voto", "punteggio", "bewertung", "note", "calificacion", "nota",
          "qualificacio", "beoordeling", "cijfer", "ocena", "hodnoceni", "betyg", "karakter", "arvosana");

  private static final Set<String> MAXIMUM =
      Set.of(
          "maximum grade", "valutazione massima", "punteggio massimo", "voto massimo", "bestwertung",
          "hochste bewertung", "note maximale", "calificacion maxima", "nota maxima", "qualificacio maxima");

  private static final Pattern COMMENTS = Pattern.compile(".*(feedback|com+ent|kommentar|opmerking).*");
  private static final String POINTS_POSSIBLE = "points possible";
  private static final String EXCUSED = "ex";

  private final CsvText file;
  private final Result result;
  private final Words words;
  private final Platform platform;

  private Worksheet(CsvText file, Result result, Words words, Platform platform) {
    this.file = file;
    this.result = result;
    this.words = words;
    this.platform = platform;
  }

  /** Whose file it is. */
  public enum Platform {
    MOODLE,
    CANVAS
  }

  /**
   * A file that is filled in.
   *
   * @param text the file
   * @param charset what it is to be written in
   * @param rows how many students got a grade
   * @param scaledTo the platform's maximum, where it is not the assignment's
   * @param unmatched the submissions of which nobody in the file is known to be the author, or several may be
   * @param ungraded those that have no grade
   */
  public record Filled(
      String text,
      Charset charset,
      int rows,
      Optional<BigDecimal> scaledTo,
      List<String> unmatched,
      List<String> ungraded) {
    public Filled {
      unmatched = List.copyOf(unmatched);
      ungraded = List.copyOf(ungraded);
    }
  }

  /**
   * Fills in a file.
   *
   * @param column the header of the column for grades; empty: found by what the platform or the assignment calls it
   * @throws UnfitException if there is no such column
   */
  public static Filled fill(
      byte[] file, Platform platform, Result result, Words words, Optional<String> column)
      throws UnfitException {
    CsvText text = CsvText.of(file);
    if (text.rows().isEmpty()) {
      throw new UnfitException(words.get("report.worksheet-empty"));
    }
    return new Worksheet(text, result, words, platform).filled(column);
  }

  private Filled filled(Optional<String> column) throws UnfitException {
    List<String> header = file.rows().getFirst().stream().map(Cell::value).toList();
    int grade = gradeColumn(header, column);
    OptionalInt maximum = find(header, title -> MAXIMUM.contains(plain(title)));
    Optional<BigDecimal> possible = platform == Platform.CANVAS ? possible(grade) : Optional.empty();
    OptionalInt comments =
        platform == Platform.MOODLE ? findLast(header, title -> COMMENTS.matcher(plain(title)).matches())
            : OptionalInt.empty();
    List<List<Cell>> students = file.rows().stream().skip(1).filter(row -> !isPointsPossible(row)).toList();
    Map<String, List<List<Cell>>> byKey = byKey(students, grade, comments.orElse(grade));
    boolean comma = file.rows().stream().flatMap(List::stream)
        .anyMatch(cell -> DECIMAL_COMMA.matcher(cell.value().strip()).matches());
    Feedback feedback = new Feedback(result, words);
    List<Change> changes = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    List<String> ungraded = new ArrayList<>();
    Optional<BigDecimal> scaledTo = Optional.empty();
    int filled = 0;
    Set<List<Cell>> taken = new HashSet<>();
    for (Result.Submission submission : result.submissions()) {
      Optional<List<Cell>> row = row(submission, byKey);
      if (row.isEmpty() || row.get().size() <= grade || !taken.add(row.get())) {
        unmatched.add(submission.name());
      } else if (submission.outcome() == Outcome.INFRASTRUCTURE) {
        ungraded.add(submission.name());
      } else if (!plain(row.get().get(grade).value()).equals(EXCUSED)) {
        Optional<BigDecimal> most = platform == Platform.CANVAS ? possible : maximum(row.get(), maximum);
        scaledTo = scaledTo.or(() -> most.filter(each -> each.doubleValue() != submission.maxScore()));
        BigDecimal points = scaled(submission, most);
        String text = points.toPlainString();
        changes.add(new Change(row.get().get(grade), comma ? text.replace('.', ',') : text));
        if (comments.isPresent() && row.get().size() > comments.getAsInt()) {
          changes.add(new Change(row.get().get(comments.getAsInt()), html(feedback.lines(submission))));
        }
        filled++;
      }
    }
    return new Filled(file.with(changes), file.charset(), filled, scaledTo, unmatched, ungraded);
  }

  private int gradeColumn(List<String> header, Optional<String> column) throws UnfitException {
    OptionalInt found;
    if (column.isPresent()) {
      String wanted = plain(column.get());
      found = find(header, title -> plain(title).equals(wanted) || plain(withoutId(title)).equals(wanted));
    } else if (platform == Platform.MOODLE) {
      found = find(header, title -> GRADE.contains(plain(title)));
    } else {
      Set<String> titles =
          Stream.of(result.assignment(), result.title().en(), result.title().it())
              .map(Worksheet::plain)
              .collect(Collectors.toSet());
      found = find(header, title -> titles.contains(plain(withoutId(title))));
    }
    if (found.isEmpty()) {
      throw new UnfitException(words.get("report.no-column", String.join(", ", header)));
    }
    return found.getAsInt();
  }

  private static boolean isPointsPossible(List<Cell> row) {
    return plain(row.getFirst().value()).startsWith(POINTS_POSSIBLE);
  }

  private Map<String, List<List<Cell>>> byKey(List<List<Cell>> students, int grade, int comments) {
    Map<String, List<List<Cell>>> byKey = new HashMap<>();
    for (List<Cell> row : students) {
      Set<String> keys = new HashSet<>();
      for (int at = 0; at < row.size(); at++) {
        String value = row.get(at).value();
        if (at != grade && at != comments && !value.isBlank()) {
          keys.addAll(keys(value));
        }
      }
      Matcher participant = LAST_NUMBER.matcher(row.getFirst().value());
      if (platform == Platform.MOODLE && participant.matches()) {
        keys.add("#" + participant.group(1));
      }
      keys.forEach(key -> byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(row));
    }
    return byKey;
  }

  /** The row of the student who handed it in: by the strongest key that one row alone has. */
  private static Optional<List<Cell>> row(
      Result.Submission submission, Map<String, List<List<Cell>>> byKey) {
    for (String key : keys(submission)) {
      List<List<Cell>> rows = byKey.getOrDefault(key, List.of());
      if (rows.size() == 1) {
        return Optional.of(rows.getFirst());
      }
    }
    return Optional.empty();
  }

  /** By what a submission's author can be known, the surest first. */
  private static List<String> keys(Result.Submission submission) {
    List<String> keys = new ArrayList<>();
    Matcher download = DOWNLOAD.matcher(submission.name());
    if (download.matches()) {
      keys.add("#" + download.group(2));
      keys.addAll(keys(download.group(1)));
    }
    keys.addAll(keys(submission.name()));
    return keys;
  }

  /** A name in any order of its parts, an address, and what stands before its @. */
  private static List<String> keys(String value) {
    String whole = plain(value);
    int at = whole.indexOf('@');
    List<String> keys = new ArrayList<>(List.of(whole));
    if (at > 0) {
      keys.add(whole.substring(0, at));
    } else {
      keys.add(Arrays.stream(whole.split("[\\s,._-]+")).sorted().collect(Collectors.joining(" ")));
    }
    return keys;
  }

  /** What Canvas says of all students. */
  private Optional<BigDecimal> possible(int grade) {
    return file.rows().stream()
        .filter(Worksheet::isPointsPossible)
        .filter(row -> row.size() > grade)
        .findFirst()
        .flatMap(row -> number(row.get(grade).value()));
  }

  /** What Moodle says in each student's row. */
  private static Optional<BigDecimal> maximum(List<Cell> row, OptionalInt column) {
    return column.isPresent() && column.getAsInt() < row.size()
        ? number(row.get(column.getAsInt()).value())
        : Optional.empty();
  }

  private static Optional<BigDecimal> number(String text) {
    String shown = text.strip();
    return NUMBER.matcher(shown).matches()
        ? Optional.of(new BigDecimal(shown.replace(',', '.'))).filter(each -> each.signum() > 0)
        : Optional.empty();
  }

  private static BigDecimal scaled(Result.Submission submission, Optional<BigDecimal> most) {
    double share = submission.maxScore() == 0 ? 0 : submission.score() / submission.maxScore();
    return Numbers.cents(most.map(each -> share * each.doubleValue()).orElse(submission.score()));
  }

  private static OptionalInt find(List<String> header, Predicate<String> wanted) {
    return IntStream.range(0, header.size()).filter(at -> wanted.test(header.get(at))).findFirst();
  }

  private static OptionalInt findLast(List<String> header, Predicate<String> wanted) {
    return IntStream.range(0, header.size()).filter(at -> wanted.test(header.get(at)))
        .reduce((_, last) -> last);
  }

  private static String withoutId(String title) {
    return CANVAS_ID.matcher(title).replaceFirst("");
  }

  /** Without case, accents and blanks around. */
  private static String plain(String text) {
    String apart = Normalizer.normalize(text.strip(), Normalizer.Form.NFD);
    return apart.replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
  }

  /** Moodle takes comments as HTML. */
  private static String html(List<String> lines) {
    return lines.stream()
        .map(line -> line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"",
            "&quot;"))
        .collect(Collectors.joining("<br>"));
  }
}
