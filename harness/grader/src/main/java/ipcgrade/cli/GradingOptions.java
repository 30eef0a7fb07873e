package ipcgrade.cli;

import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Shell;
import ipcgrade.wording.Words;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that grade what a user hands in. */
final class GradingOptions {
  @Option(names = "--spec", paramLabel = "FILE", descriptionKey = "spec")
  @Nullable
  Path spec;

  @Option(names = "--json", paramLabel = "FILE|-", descriptionKey = "json")
  @Nullable
  String json;

  @Option(names = "--seed", paramLabel = "N", descriptionKey = "seed")
  @Nullable
  Long seed;

  @Option(names = {"--pass-mark", "--fail-below"}, paramLabel = "N|N%", descriptionKey = "pass-mark")
  private @Nullable String passMark;

  /** The pass mark that was asked for; a grade of any height passes without one. */
  PassMark passMark(Words words) throws UsageException {
    return passMark == null ? PassMark.NONE : PassMark.parse(passMark, words);
  }

  /** What to type behind another command, that it may take the same assignment and submission. */
  static String again(@Nullable Path spec, Path submission) {
    return Shell.command(
        spec == null
            ? List.of(submission.toString())
            : List.of("--spec", spec.toString(), submission.toString()));
  }

  /** How many to grade at a time must be a number of at least one. */
  static void requireJobs(int jobs, Words words) throws UsageException {
    if (jobs < 1) {
      throw new UsageException(words.get("error.jobs", jobs));
    }
  }

  /** The exit code for what was graded. */
  static int exitCode(List<Result.Submission> graded, PassMark mark) {
    if (graded.stream().anyMatch(each -> each.outcome() == Outcome.INFRASTRUCTURE)) {
      return ExitCode.INFRASTRUCTURE;
    }
    return graded.stream().allMatch(mark::isReached) ? ExitCode.DONE : ExitCode.BELOW_PASS_MARK;
  }
}
