package ipcgrade.report.telling;

import ipcgrade.score.Result.Evidence;
import ipcgrade.wording.Printable;
import java.util.List;
import java.util.Optional;

/** Where a call stands in the source. */
public final class Places {
  /** UTF-16 units of a brief place. */
  public static final int MOST = 28;

  private static final int MOST_TEXT = 400;

  private Places() {}

  /** Whether the file and line of a call are known. */
  public static boolean known(Evidence call) {
    return call.line() > 0 && !call.file().isEmpty();
  }

  /** The first call that decided and whose file and line are known. */
  public static Optional<Evidence> decisive(List<Evidence> evidence) {
    return evidence.stream().filter(call -> call.key() && known(call)).findFirst();
  }

  /** The file and line; else the function; may be empty. */
  public static String of(Evidence call) {
    if (call.line() > 0) {
      return call.file() + ":" + call.line();
    }
    return call.function().isEmpty() ? call.file() : call.function() + "()";
  }

  /** The same, printable, and cut at its beginning where it is long. */
  public static String brief(Evidence call) {
    return end(of(call), MOST);
  }

  /** A printable text of at most {@code most} units: the end of a path tells more than its beginning. */
  public static String end(String text, int most) {
    String shown = Printable.line(text, MOST_TEXT);
    if (shown.length() <= most) {
      return shown;
    }
    int from = shown.length() - most + 3;
    return "..." + shown.substring(Character.isLowSurrogate(shown.charAt(from)) ? from + 1 : from);
  }
}
