package ipcgrade.cli;

import ipcgrade.grade.Graded;
import ipcgrade.grade.Grader;
import ipcgrade.grade.Progress;
import ipcgrade.grade.Submissions;
import ipcgrade.report.console.CheckReport;
import ipcgrade.report.console.WhyReport;
import ipcgrade.report.html.HtmlReport;
import ipcgrade.report.html.SourceFiles;
import ipcgrade.report.screen.ProgressLine;
import ipcgrade.report.screen.Screen;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade check}: one submission, explained. */
@Command(name = "check")
final class CheckCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Mixin
  private final GradingOptions options = new GradingOptions();

  @Mixin
  private final SandboxOption sandboxOption = new SandboxOption();

  @Option(names = "--why", descriptionKey = "check.why")
  private boolean why;

  @Option(names = "--html", paramLabel = "DIR", descriptionKey = "html")
  private @Nullable Path html;

  @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".", descriptionKey = "check.dir")
  private Path directory = Path.of(".");

  CheckCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    PassMark mark = options.passMark(words);
    if (!Files.exists(directory)) {
      throw new UsageException(words.get("error.no-directory", directory));
    }
    Assignment assignment;
    Graded graded;
    try (Sandboxes sandboxes = sandboxOption.begin(output)) { // starts while the spec is read
      assignment = Assignment.load(options.spec, directory, words);
      Notices.spec(output, assignment);
      try (Sandbox sandbox = sandboxes.of(assignment.spec()).open()) {
        graded =
            graded(assignment, Submissions.one(directory), html != null, sandbox, output, words);
      }
    }
    Result.Submission submission = graded.result();
    if (html != null) {
      HtmlReport.in(html, assignment.spec(), words).only(graded, SourceFiles.of(directory));
    }
    JsonFile.write(options.json, Result.of(assignment.spec(), List.of(submission)), output);
    if (!JsonFile.isStandardOutput(options.json)) {
      Screen screen = output.screen();
      new CheckReport(screen, words, assignment.spec()).print(submission, output.verbose);
      if (why) {
        new WhyReport(screen, words).print(submission);
      }
      screen.flush();
    }
    return GradingOptions.exitCode(List.of(submission), mark);
  }

  /** Grades one submission, with a progress line on a terminal. */
  static Result.Submission grade(
      Assignment assignment, Submissions.Entry entry, Sandbox sandbox, Output output, Words words)
      throws Exception {
    return graded(assignment, entry, false, sandbox, output, words).result();
  }

  private static Graded graded(
      Assignment assignment, Submissions.Entry entry, boolean show, Sandbox sandbox, Output output, Words words)
      throws Exception {
    Grader grader = new Grader(assignment.spec(), assignment.scorer(), sandbox);
    if (!output.surroundings().errTerminal()) {
      return graded(grader, entry, show, Progress.NONE);
    }
    try (ProgressLine line = new ProgressLine(output.surroundings().err(), words, 1)) {
      return graded(grader, entry, show, line);
    }
  }

  private static Graded graded(Grader grader, Submissions.Entry entry, boolean show, Progress progress)
      throws InterruptedException {
    return show
        ? grader.show(entry.name(), entry.path(), progress)
        : Graded.of(grader.grade(entry.name(), entry.path(), progress));
  }
}
