package ipcgrade.report.html;

import ipcgrade.report.html.Excerpt.Made;
import ipcgrade.report.telling.Sentences.Sentence;
import java.util.List;
import java.util.Optional;

/**
 * The page of a submission, as its template fills it in. All texts are printable; none is HTML.
 *
 * @param name of the submission
 * @param assignment its title
 * @param score "23.5 of 30 points"; empty if it has no grade
 * @param share of the points, 0 to 1
 * @param outcome empty if it was simply graded
 * @param message of another outcome, line by line
 * @param rules all
 * @param ends how runs ended that did not finish
 * @param lost the rules that lost points
 * @param notReached the rules that no run came to
 * @param inClass whether there is a page of the class to go back to
 */
record SubmissionPage(
    Frame frame,
    String name,
    String assignment,
    String score,
    double share,
    String outcome,
    List<String> message,
    List<RuleLine> rules,
    List<End> ends,
    List<Lost> lost,
    List<Lost> notReached,
    List<Hint> advice,
    List<RunLine> runs,
    boolean inClass) {
  SubmissionPage {
    message = List.copyOf(message);
    rules = List.copyOf(rules);
    ends = List.copyOf(ends);
    lost = List.copyOf(lost);
    notReached = List.copyOf(notReached);
    advice = List.copyOf(advice);
    runs = List.copyOf(runs);
  }

  /** A rule in brief; {@code told} whether there is more about it below. */
  record RuleLine(String id, String title, Sign sign, String points, boolean told) {}

  /**
   * Why a rule lost points.
   *
   * @param quote the sentence of the assignment
   * @param alone why no run that keeps it stands beside the one that breaks it; empty if one does
   * @param replay the command that shows it again, or empty
   */
  record Lost(
      String id,
      String title,
      Sign sign,
      String points,
      String quote,
      List<Sentence> findings,
      String unordered,
      String hint,
      List<Excerpt> excerpts,
      Optional<Diagram> diagram,
      Optional<Parting> parting,
      String alone,
      String replay) {
    Lost {
      findings = List.copyOf(findings);
      excerpts = List.copyOf(excerpts);
    }
  }

  /** Advice that costs nothing. */
  record Hint(
      String id, String what, String remedy, List<Excerpt> excerpts, Optional<Diagram> diagram) {
    Hint {
      excerpts = List.copyOf(excerpts);
    }
  }

  /**
   * Runs that ended otherwise than by finishing.
   *
   * @param what how, and how many
   * @param details who waits for what, or which limit
   */
  record End(
      String what, List<String> details, Optional<WaitGraph> graph, Optional<Diagram> diagram) {
    End {
      details = List.copyOf(details);
    }
  }

  /**
   * Runs to be looked at step by step.
   *
   * @param id unique in the page
   * @param open whether it is shown at once
   */
  record Diagram(String id, boolean open, List<Choice> choices) {
    Diagram {
      choices = List.copyOf(choices);
    }
  }

  /**
   * One run of a diagram.
   *
   * @param data the name of its data
   * @param keys the events that decide, by position, with blanks between
   */
  record Choice(String label, String data, String keys, boolean keeps) {}

  /**
   * A run that breaks a rule beside one that keeps it.
   *
   * @param common how many steps they have in common
   * @param before the last of these
   */
  record Parting(int common, List<Made> before, List<Made> breaking, List<Made> keeping) {
    Parting {
      before = List.copyOf(before);
      breaking = List.copyOf(breaking);
      keeping = List.copyOf(keeping);
    }
  }

  /** One run in brief. */
  record RunLine(
      int number, String schedule, String end, String time, int processes, int events, String roles) {}
}
