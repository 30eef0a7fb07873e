package ipcgrade.cli;

import ipcgrade.grade.Submissions;
import ipcgrade.report.console.GradesTable;
import ipcgrade.report.screen.Screen;
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
  @Mixin
  private final Output output;

  @Mixin
  private final GradingOptions options = new GradingOptions();

  @Mixin
  private final SandboxOption sandboxOption = new SandboxOption();

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
        complete = Grading.all(assignment, submissions, sandboxOption, jobs, output, graded::add);
      } finally {
        // also after an interruption or a fault: what is graded is graded
        report(assignment, graded, words);
      }
      if (!complete) {
        Notices.say(output, words.get("grade.interrupted", graded.size(), submissions.size()));
        interruption.finished();
        return ExitCode.INTERRUPTED;
      }
    }
    return GradingOptions.exitCode(graded, mark);
  }

  private List<Submissions.Entry> submissions(Words words) throws UsageException, IOException {
    GradingOptions.requireJobs(jobs, words);
    for (Path directory : directories) {
      if (!Files.exists(directory)) {
        throw new UsageException(words.get("error.no-directory", directory));
      }
    }
    List<Submissions.Entry> submissions = Submissions.in(
        directories, file -> Notices.say(output, words.get("grade.skipped", file)));
    if (submissions.isEmpty()) {
      throw new UsageException(words.get("error.no-submissions", directories.getFirst()));
    }
    return submissions;
  }

  private void report(Assignment assignment, List<Result.Submission> graded, Words words)
      throws IOException {
    List<Result.Submission> sorted =
        graded.stream().sorted(Comparator.comparing(Result.Submission::name)).toList();
    JsonFile.write(options.json, Result.of(assignment.spec(), sorted), output);
    if (!JsonFile.isStandardOutput(options.json)) {
      Screen screen = output.screen();
      new GradesTable(screen, words).print(sorted);
      screen.flush();
    }
  }
}
