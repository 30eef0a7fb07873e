package ipcgrade.report.format;

import ipcgrade.report.telling.Feedback;
import ipcgrade.report.telling.Outcomes;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Criterion;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.Writer;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV for spreadsheets: a row for each submission, a column for each rule. It is written as a spreadsheet of the reader's
 * language reads it: with a decimal comma, columns are separated by semicolons. UTF-8 with a byte order mark, which
 * Excel needs.
 */
public final class Spreadsheet implements Format {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String FORMULA = "=+-@\t\r";
  private static final int MOST = 4000;

  @Override
  public void write(Result result, Settings settings, Writer out) throws IOException {
    Locale locale = settings.words().locale();
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    char separator = symbols.getDecimalSeparator() == ',' ? ';' : ',';
    DecimalFormat number = new DecimalFormat("0.####", symbols);
    Feedback feedback = new Feedback(result, settings.words());
    out.write(BYTE_ORDER_MARK);
    CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180.builder().setDelimiter(separator).get());
    csv.printRecord(header(result, settings));
    for (Result.Submission submission : result.submissions()) {
      csv.printRecord(row(result, submission, feedback, settings, number));
    }
    csv.flush();
  }

  private static List<String> header(Result result, Settings settings) {
    List<String> header = new ArrayList<>();
    for (String title : new String[] {"grade.name", "grade.outcome", "grade.score", "report.of"}) {
      header.add(settings.words().get(title));
    }
    for (Criterion criterion : result.criteria()) {
      header.add(cell(criterion.id()));
    }
    header.add(settings.words().get("report.feedback"));
    return header;
  }

  private static List<String> row(
      Result result,
      Result.Submission submission,
      Feedback feedback,
      Settings settings,
      DecimalFormat number) {
    List<String> row = new ArrayList<>();
    boolean graded = submission.outcome() != Outcome.INFRASTRUCTURE;
    row.add(cell(submission.name()));
    row.add(Outcomes.name(settings.words(), submission.outcome()));
    row.add(graded ? number.format(submission.score()) : "");
    row.add(number.format(submission.maxScore()));
    for (Criterion criterion : result.criteria()) {
      row.add(
          submission.rules().stream()
              .filter(rule -> rule.id().equals(criterion.id()))
              .findFirst()
              .map(rule -> number.format(rule.points()))
              .orElse(""));
    }
    row.add(cell(String.join("\n", feedback.lines(submission))));
    return row;
  }

  /** A text that no spreadsheet takes for a formula (OWASP, CSV injection). */
  static String cell(String text) {
    String shown = Printable.text(text, MOST);
    return !shown.isEmpty() && FORMULA.indexOf(shown.charAt(0)) >= 0 ? "'" + shown : shown;
  }
}
