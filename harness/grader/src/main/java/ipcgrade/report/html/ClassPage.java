package ipcgrade.report.html;

import java.util.List;

/**
 * The page of a class, as its template fills it in.
 *
 * @param summary figures of the class, each with what it is
 * @param bars of the distribution of scores, from none of the points to all
 * @param mistakes the commonest first
 * @param person the submissions that somebody has to look at
 * @param table what the browser makes the table of students by rules of
 */
record ClassPage(
    Frame frame,
    String assignment,
    List<Figure> summary,
    List<Bar> bars,
    List<Mistake> mistakes,
    List<Mistake> advice,
    List<ForPerson> person,
    List<Choice> rules,
    Table table) {
  ClassPage {
    summary = List.copyOf(summary);
    bars = List.copyOf(bars);
    mistakes = List.copyOf(mistakes);
    advice = List.copyOf(advice);
    person = List.copyOf(person);
    rules = List.copyOf(rules);
  }

  /** A number and what it counts. */
  record Figure(String value, String what) {}

  /**
   * How many submissions have so many points.
   *
   * @param label "60–70%"
   * @param height 0 to 100
   */
  record Bar(String label, int count, int height) {}

  /** A rule that submissions lost points on; {@code share} of the submissions, 0 to 100. */
  record Mistake(String id, String title, int count, int share, String lost, List<Link> first, int more) {
    Mistake {
      first = List.copyOf(first);
    }
  }

  /** A submission, and the way to its page. */
  record Link(String name, String href) {}

  /** A submission without a grade that can be relied on, and why. */
  record ForPerson(Link link, String outcome, String why) {}

  /** A rule to filter by. */
  record Choice(String id, String title) {}

  /** All submissions. */
  record Table(List<Column> rules, List<Student> students) {
    Table {
      rules = List.copyOf(rules);
      students = List.copyOf(students);
    }
  }

  /** A rule. */
  record Column(String id, String title, int max) {}

  /**
   * A submission.
   *
   * @param score below 0 if it has none
   * @param shown the score in the reader's language
   * @param outcome as {@link ipcgrade.score.Result.Outcome} names it, and {@code word} in the reader's language
   * @param verdicts by rule: p, f, r (racy), o (open), n (never reached) or a blank
   * @param points by rule, in the reader's language
   */
  record Student(
      String name,
      String href,
      double score,
      String shown,
      String outcome,
      String word,
      boolean person,
      String verdicts,
      List<String> points) {
    Student {
      points = List.copyOf(points);
    }
  }
}
