package ipcgrade.cli;

import ipcgrade.grade.Batch;
import ipcgrade.grade.Progress;
import ipcgrade.grade.Submissions;
import ipcgrade.report.screen.ProgressLine;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import java.util.List;
import java.util.function.Consumer;

/** Grades several submissions, with a progress line where somebody watches. */
final class Grading {
  private Grading() {}

  /**
   * Grades all submissions; false after an interruption.
   *
   * @param sandboxOption where; each job has a sandbox of its own
   * @param done given each result, one at a time
   */
  static boolean all(
      Assignment assignment,
      List<Submissions.Entry> submissions,
      SandboxOption sandboxOption,
      int jobs,
      Output output,
      Consumer<Result.Submission> done)
      throws SandboxException {
    try (Sandboxes sandboxes = sandboxOption.begin(output)) {
      Batch batch =
          new Batch(assignment.spec(), assignment.scorer(), sandboxes.of(assignment.spec()));
      if (!output.surroundings().errTerminal()) {
        batch.grade(submissions, jobs, Progress.NONE, done);
        return true;
      }
      try (ProgressLine line =
          new ProgressLine(output.surroundings().err(), output.words(), submissions.size())) {
        batch.grade(
            submissions,
            jobs,
            line,
            result -> {
              done.accept(result);
              line.done();
            });
        return true;
      }
    } catch (InterruptedException _) {
      return false;
    }
  }
}
