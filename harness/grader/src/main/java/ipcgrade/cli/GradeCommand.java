package ipcgrade.cli;

import ipcgrade.grade.Batch;
import ipcgrade.grade.Progress;
import ipcgrade.grade.Submissions;
import ipcgrade.report.console.GradesTable;
import ipcgrade.report.screen.ProgressLine;
import ipcgrade.report.screen.Screen;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade grade}: many submissions, a table. */
@Command(name = "grade")
final class GradeCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  @Mixin
  private final Output output;

  @Mixin
  private final GradingOptions options = new GradingOptions();

  @Parameters(arity = "1..*", paramLabel = "DIR", descriptionKey = "grade.dir")
  private List<Path> directories = List.of();

  @Option(names = {"-j", "--jobs"}, paramLabel = "N", defaultValue = "1", descriptionKey = "jobs")
  private int jobs = 1;

  GradeCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    PassMark mark = options.passMark(words);
    List<Submissions.Entry> submissions = submissions(words);
    Assignment assignment = Assignment.load(options.spec, directories.getFirst(), words);
    Notices.spec(output, assignment);
    List<Result.Submission> graded = new ArrayList<>();
    try (Interruption interruption = Interruption.ofThisThread()) {
      boolean complete = false;
      try {
        complete = grade(assignment, submissions, words, graded);
      } finally {
        // also after an interruption or a fault: what is graded is graded
        report(assignment, graded, words);
      }
      if (!complete) {
        Notices.say(output, words.get("grade.interrupted", graded.size(), submissions.size()));
        interruption.finished();
        return INTERRUPTED;
      }
    }
    return GradingOptions.exitCode(graded, mark);
  }

  private List<Submissions.Entry> submissions(Words words) throws UsageException, IOException {
    if (jobs < 1) {
      throw new UsageException(words.get("error.jobs", jobs));
    }
    for (Path directory : directories) {
      if (!Files.exists(directory)) {
        throw new UsageException(words.get("error.no-directory", directory));
      }
    }
    List<Submissions.Entry> submissions = Submissions.in(directories);
    if (submissions.isEmpty()) {
      throw new UsageException(words.get("error.no-submissions", directories.getFirst()));
    }
    return submissions;
  }

  /** Whether all submissions were graded: false after an interruption. */
  private boolean grade(
      Assignment assignment,
      List<Submissions.Entry> submissions,
      Words words,
      List<Result.Submission> graded)
      throws SandboxException {
    Home home = Home.find();
    Batch batch = new Batch(assignment.spec(), assignment.scorer(), () -> LocalSandbox.open(home));
    try {
      if (!output.surroundings().errTerminal()) {
        batch.grade(submissions, jobs, Progress.NONE, graded::add);
        return true;
      }
      try (ProgressLine line =
          new ProgressLine(output.surroundings().err(), words, submissions.size())) {
        batch.grade(
            submissions,
            jobs,
            line,
            result -> {
              graded.add(result);
              line.done();
            });
        return true;
      }
    } catch (InterruptedException _) {
      return false;
    }
  }

  private void report(Assignment assignment, List<Result.Submission> graded, Words words)
      throws IOException {
    List<Result.Submission> sorted =
        graded.stream().sorted(Comparator.comparing(Result.Submission::name)).toList();
    JsonFile.write(options.json, Result.of(assignment.spec().id(), sorted), output);
    if (!JsonFile.isStandardOutput(options.json)) {
      Screen screen = output.screen();
      new GradesTable(screen, words).print(sorted);
      screen.flush();
    }
  }
}
