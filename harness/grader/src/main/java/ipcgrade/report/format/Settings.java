package ipcgrade.report.format;

import ipcgrade.score.Result;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.time.Instant;
import java.util.Map;

/**
 * What a form of report needs besides the result.
 *
 * @param words of the reader's language
 * @param version ipcgrade's own
 * @param now when the report is written
 * @param environment variables in which a platform says what it is grading
 * @param root directory of the submission in its repository, with / and without one at the end; may be empty
 * @param visibility when students see the tests: a word of Gradescope
 */
public record Settings(
    Words words,
    String version,
    Instant now,
    Map<String, String> environment,
    String root,
    Visibility visibility) {
  /** UTF-16 units; PATH_MAX bytes hold no more. */
  private static final int MOST_PATH = 4096;

  public Settings {
    environment = Map.copyOf(environment);
  }

  /** When students see a test, in the words of Gradescope. */
  public enum Visibility {
    HIDDEN("hidden"),
    AFTER_DUE_DATE("after_due_date"),
    AFTER_PUBLISHED("after_published"),
    VISIBLE("visible");

    private final String id;

    Visibility(String id) {
      this.id = id;
    }

    @Override
    public String toString() {
      return id;
    }
  }

  /**
   * A source file from the root of the repository, printable; of several submissions each lies in a directory of its
   * name.
   */
  String path(Result result, Result.Submission submission, String file) {
    String within = result.submissions().size() == 1 ? file : submission.name() + "/" + file;
    return Printable.line(root.isEmpty() ? within : root + "/" + within, MOST_PATH);
  }

  /** The only submission of a result. */
  Result.Submission only(Result result) throws UnfitException {
    if (result.submissions().size() != 1) {
      throw new UnfitException(
          words.get(
              "report.one", words.list(result.submissions().stream().map(Result.Submission::name).toList())));
    }
    return result.submissions().getFirst();
  }

  /** The only submission, if it has a grade. */
  Result.Submission graded(Result result) throws UnfitException {
    Result.Submission submission = only(result);
    if (submission.outcome() == Result.Outcome.INFRASTRUCTURE) {
      throw new UnfitException(words.get("report.not-graded", submission.name()));
    }
    return submission;
  }
}
