package ipcgrade.grade;

/** Differences as lines for assertions. */
final class Differences {
  private Differences() {}

  static String line(Difference difference) {
    String more =
        switch (difference) {
          case Difference.OfRule rule -> rule.perInstance();
          case Difference.OfOutcome outcome -> outcome.message();
          case Difference.OfLimit _, Difference.OfScore _, Difference.OfAdvice _ -> "";
        };
    return "%s: expected %s, was %s".formatted(difference.what(), difference.expected(), difference.was())
        + (more.isEmpty() ? "" : " (" + more + ")");
  }
}
