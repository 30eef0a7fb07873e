package ipcgrade.report.telling;

import ipcgrade.wording.Printable;
import java.util.regex.Pattern;

/** Text in Markdown (CommonMark and GitHub's extensions). */
public final class CommonMark {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>#|&~]");
  private static final int MOST = 4000;

  private CommonMark() {}

  /** A line of text in which nothing is markup. */
  public static String escape(String text) {
    return SPECIAL.matcher(Printable.line(text, MOST)).replaceAll("\\\\$0");
  }
}
