package ipcgrade.cli;

import ipcgrade.grade.Batch;
import ipcgrade.grade.ClassGrading;
import ipcgrade.grade.Graded;
import ipcgrade.grade.Grader;
import ipcgrade.grade.Keeper;
import ipcgrade.grade.Progress;
import ipcgrade.grade.Submissions;
import ipcgrade.report.console.CheckReport;
import ipcgrade.report.console.WhyReport;
import ipcgrade.report.html.HtmlReport;
import ipcgrade.report.html.SourceFiles;
import ipcgrade.report.screen.ClassProgress;
import ipcgrade.report.screen.ProgressLine;
import ipcgrade.report.screen.Screen;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.score.Result;
import ipcgrade.store.Head;
import ipcgrade.store.StoreWriter;
import ipcgrade.wording.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  @Option(names = {"-o", "--out"}, paramLabel = "DIR", descriptionKey = "check.out")
  private @Nullable Path out;

  @Option(names = "--html", paramLabel = "DIR", descriptionKey = "html")
  private @Nullable Path html;

  @Option(names = "--why", descriptionKey = "check.why")
  private boolean why;

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
    Result.Submission submission;
    try (Sandboxes sandboxes = sandboxOption.begin(output)) { // starts while the spec is read
      assignment = Assignment.load(options.spec, directory, words).seeded(options.seed, words);
      Notices.spec(output, assignment);
      Submissions.Entry entry = Submissions.one(directory);
      Batch.Opening opening = sandboxes.of(assignment.spec());
      if (out == null) {
        try (Sandbox sandbox = opening.open()) {
          submission =
              html == null
                  ? grade(assignment, entry, sandbox, output, words)
                  : show(assignment, entry, sandbox, html, words);
        }
      } else {
        submission = keep(assignment, entry, opening, out, words);
      }
    }
    JsonFile.write(options.json, Result.of(assignment.spec(), List.of(submission)), output);
    if (!JsonFile.isStandardOutput(options.json)) {
      Screen screen = output.screen();
      new CheckReport(screen, words, assignment.spec(), GradingOptions.again(options.spec, directory))
          .print(submission, output.verbose);
      if (why) {
        new WhyReport(screen, words).print(submission);
      }
      screen.flush();
    }
    return GradingOptions.exitCode(List.of(submission), mark);
  }

  /** Grades one submission, always anew, and keeps what {@code grade --out} keeps of many. */
  private Result.Submission keep(
      Assignment assignment, Submissions.Entry entry, Batch.Opening opening, Path place, Words words)
      throws Exception {
    Head head = Head.of(assignment.spec().id(), 1, 1, List.of(entry.name()));
    try (StoreWriter store = Stores.write(place, head, assignment, words);
        ClassProgress view =
            new ClassProgress(output.surroundings().err(), words, output.surroundings().errTerminal(), 1)) {
      Batch batch = new Batch(assignment.spec(), assignment.scorer(), opening);
      new ClassGrading(
          batch, Keeper.in(store, true), Stores.fingerprint(assignment), false, Optional.empty(), view)
          .grade(List.of(entry), 1);
      store.writeResult();
      if (html != null) {
        new Pages(assignment, words).one(html, store.store(), entry.name());
      }
      return store.result(entry.name());
    }
  }

  /** Grades one submission and writes its page. */
  private Result.Submission show(
      Assignment assignment, Submissions.Entry entry, Sandbox sandbox, Path place, Words words)
      throws Exception {
    Grader grader = new Grader(assignment.spec(), assignment.scorer(), sandbox);
    try (Unpacking.Opened opened = Unpacking.open(entry.path())) {
      Graded graded;
      if (output.surroundings().errTerminal()) {
        try (ProgressLine line = new ProgressLine(output.surroundings().err(), words, 1)) {
          graded = grader.show(entry.name(), opened, line);
        }
      } else {
        graded = grader.show(entry.name(), opened, Progress.NONE);
      }
      HtmlReport.in(place, assignment.spec(), words).only(graded, SourceFiles.of(opened.path()));
      return graded.result();
    }
  }

  /** Grades one submission, with a progress line on a terminal. */
  static Result.Submission grade(
      Assignment assignment, Submissions.Entry entry, Sandbox sandbox, Output output, Words words)
      throws Exception {
    Grader grader = new Grader(assignment.spec(), assignment.scorer(), sandbox);
    if (!output.surroundings().errTerminal()) {
      return grader.grade(entry.name(), entry.path(), Progress.NONE);
    }
    try (ProgressLine line = new ProgressLine(output.surroundings().err(), words, 1)) {
      return grader.grade(entry.name(), entry.path(), line);
    }
  }
}
