package ipcgrade.report.told;

import ipcgrade.score.Result.Evidence;
import ipcgrade.wording.Printable;

/** Where in the sources something happened. */
public final class Places {
  private static final int MOST_PLACE = 28;
  private static final int MOST_TEXT = 400;

  private Places() {}

  /** File and line of a call; the function where they are not known. */
  public static String of(Evidence call) {
    if (call.line() > 0) {
      return call.file() + ":" + call.line();
    }
    return call.function().isEmpty() ? call.file() : call.function() + "()";
  }

  /** The same, cut at its beginning where it is long. */
  public static String shortened(Evidence call) {
    return shorten(of(call), MOST_PLACE);
  }

  /** A printable text of at most so many UTF-16 units: the end of a path tells more than its beginning. */
  public static String shorten(String text, int most) {
    String shown = Printable.line(text, MOST_TEXT);
    return shown.length() <= most ? shown : "..." + shown.substring(shown.length() - most + 3);
  }
}
