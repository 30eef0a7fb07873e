package ipcgrade.report.screen;

import ipcgrade.rule.Verdict;

/** The signs that reports use, each with a stand-in for terminals that only know ASCII. */
public enum Mark {
  PASS("✓", "+", Style.GOOD),
  FAIL("✗", "x", Style.BAD),
  RACY("~", "~", Style.DOUBTFUL),
  INCONCLUSIVE("?", "?", Style.DOUBTFUL),
  NOT_REACHED("–", "-", Style.FAINT),
  KEY("▶", ">", Style.KEY),
  BAR("│", "|", Style.FAINT),
  ADVICE("•", "*", Style.DOUBTFUL),
  HINT("→", ">", Style.GOOD),
  RULE("─", "-", Style.FAINT);

  private final String sign;
  private final String ascii;
  private final Style style;

  Mark(String sign, String ascii, Style style) {
    this.sign = sign;
    this.ascii = ascii;
    this.style = style;
  }

  /** The sign of a verdict. */
  public static Mark of(Verdict verdict) {
    return switch (verdict) {
      case PASS -> PASS;
      case FAIL -> FAIL;
      case RACY -> RACY;
      case INCONCLUSIVE -> INCONCLUSIVE;
      case NOT_REACHED -> NOT_REACHED;
    };
  }

  /** The colour it is shown in. */
  public Style style() {
    return style;
  }

  String sign(boolean unicode) {
    return unicode ? sign : ascii;
  }
}
