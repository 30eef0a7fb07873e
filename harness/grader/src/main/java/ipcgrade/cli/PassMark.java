package ipcgrade.cli;

import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** The score that a submission must reach: points, or a percentage of all points. */
record PassMark(double value, boolean percent) {
  private static final Pattern FORM = Pattern.compile("\\d{1,6}([.,]\\d{1,4})?%?");
  private static final double ROUNDING = 1e-9;

  /** Every score reaches it. */
  static final PassMark NONE = new PassMark(0, false);

  static PassMark parse(String text, Words words) throws UsageException {
    if (!FORM.matcher(text).matches()) {
      throw new UsageException(words.get("error.pass-mark", text));
    }
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1) : text;
    return new PassMark(new BigDecimal(number.replace(',', '.')).doubleValue(), percent);
  }

  boolean isReached(Result.Submission submission) {
    double needed = percent ? submission.maxScore() * value / 100 : value;
    return submission.score() >= needed - ROUNDING;
  }
}
