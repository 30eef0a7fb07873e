package ipcgrade.report.screen;

/** How a piece of text looks; the codes are those of ECMA-48 (Select Graphic Rendition). */
public enum Style {
  PLAIN(""),
  TITLE("1"),
  /** Less important than what stands around it. */
  FAINT("2"),
  GOOD("32"),
  BAD("31"),
  DOUBTFUL("33"),
  /** The words of the assignment. */
  QUOTE("3"),
  KEY("1;31"),
  FIRST("34"),
  SECOND("35"),
  THIRD("36"),
  FOURTH("32"),
  FIFTH("33"),
  SIXTH("94");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** One of the colours that tell processes apart. */
  public static Style ofProcess(int number) {
    return switch (Math.floorMod(number, 6)) {
      case 0 -> FIRST;
      case 1 -> SECOND;
      case 2 -> THIRD;
      case 3 -> FOURTH;
      case 4 -> FIFTH;
      default -> SIXTH;
    };
  }

  String apply(String text) {
    return code.isEmpty() || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
