package ipcgrade.cli;

import ipcgrade.grade.Batch;
import ipcgrade.grade.ClassGrading;
import ipcgrade.grade.HandedIn;
import ipcgrade.grade.Keeper;
import ipcgrade.grade.Students;
import ipcgrade.grade.Submissions.Entry;
import ipcgrade.report.console.GradesTable;
import ipcgrade.report.screen.ClassProgress;
import ipcgrade.report.screen.Screen;
import ipcgrade.score.Result;
import ipcgrade.spec.SpecException;
import ipcgrade.store.Head;
import ipcgrade.store.Store;
import ipcgrade.store.StoreWriter;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(names = {"-j", "--jobs"}, paramLabel = "N", descriptionKey = "grade.jobs")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(names = {"-o", "--out"}, paramLabel = "DIR", descriptionKey = "grade.out")
  private @Nullable Path out;

  @Option(names = "--html", paramLabel = "DIR", descriptionKey = "html")
  private @Nullable Path html;

  @Option(names = "--resume", negatable = true, defaultValue = "true", fallbackValue = "true", descriptionKey = "grade.resume")
  private boolean resume = true;

  @Option(names = "--no-traces", descriptionKey = "grade.no-traces")
  private boolean noTraces;

  @Option(names = "--students", paramLabel = "FILE", descriptionKey = "grade.students")
  private @Nullable Path students;

  @Option(names = "--only", paramLabel = "NAME|REGEX", descriptionKey = "grade.only")
  private List<String> only = List.of();

  @Option(names = "--since", paramLabel = "DATE|DIR", descriptionKey = "grade.since")
  private @Nullable String since;

  @Option(names = "--shard", paramLabel = "I/N", descriptionKey = "grade.shard")
  private @Nullable String shard;

  GradeCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    PassMark mark = options.passMark(words);
    GradingOptions.requireJobs(jobs, words);
    if (html != null && out == null) {
      throw new UsageException(words.get("error.html-out"));
    }
    Shard part = shard == null ? Shard.WHOLE : Shard.parse(shard, words);
    for (Path directory : directories) {
      if (!Files.exists(directory)) {
        throw new UsageException(words.get("error.no-directory", directory));
      }
    }
    try (HandedIn handedIn =
        HandedIn.in(directories, file -> Notices.say(output, words.get("grade.skipped", file)))) {
      List<Entry> all = owned(handedIn.entries(), words);
      if (all.isEmpty()) {
        throw new UsageException(words.get("error.no-submissions", directories.getFirst()));
      }
      Assignment assignment =
          Assignment.load(options.spec, directories.getFirst(), words).seeded(options.seed, words);
      Notices.spec(output, assignment);
      List<Entry> own = part.part(all);
      if (out == null) {
        return grade(assignment, chosen(own, words), Keeper.inMemory(), Optional.empty(), mark, words);
      }
      List<String> names = own.stream().map(Entry::name).toList();
      Head head = Head.of(assignment.spec().id(), part.index(), part.of(), names);
      List<Entry> chosen = chosen(own, words);
      try (StoreWriter store = Stores.write(out, head, assignment, words)) {
        return grade(assignment, chosen, Keeper.in(store, !noTraces), Optional.of(store), mark, words);
      }
    }
  }

  private int grade(
      Assignment assignment,
      List<Entry> submissions,
      Keeper keeper,
      Optional<StoreWriter> store,
      PassMark mark,
      Words words)
      throws Exception {
    boolean terminal = output.surroundings().errTerminal();
    boolean complete = false;
    ClassProgress view =
        new ClassProgress(output.surroundings().err(), words, terminal, submissions.size());
    ClassTally tally = new ClassTally(view);
    try (Interruption interruption = Interruption.ofThisThread()) {
      try (view; Sandboxes sandboxes = sandboxOption.begin(output)) {
        Batch batch =
            new Batch(assignment.spec(), assignment.scorer(), sandboxes.later(assignment.spec()));
        new ClassGrading(
            batch, keeper, Stores.fingerprint(assignment), resume, earlier(words), tally)
            .grade(submissions, jobs);
        complete = true;
      } catch (InterruptedException _) {
        // what is graded is graded
      } finally {
        report(assignment, keeper, store, tally, words);
      }
      List<Result.Submission> graded = tally.results();
      if (!complete) {
        Notices.say(output, words.get("grade.interrupted", graded.size(), submissions.size()));
        interruption.finished();
        return ExitCode.INTERRUPTED;
      }
      return GradingOptions.exitCode(graded, mark);
    }
  }

  /** With whose they are. */
  private List<Entry> owned(List<Entry> entries, Words words) throws IOException, SpecException {
    if (students == null) {
      return entries;
    }
    Students list = Students.read(students, words);
    List<Entry> owned = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Entry entry : entries) {
      Optional<Result.Student> student = list.of(entry.name(), entry.student());
      owned.add(new Entry(entry.name(), entry.path(), student));
      if (student.isEmpty()) {
        unknown.add(entry.name());
      }
    }
    if (!unknown.isEmpty()) {
      Notices.say(output, words.get("grade.unknown", unknown.size(), words.list(unknown)));
    }
    return owned;
  }

  private List<Entry> chosen(List<Entry> entries, Words words) throws UsageException, IOException {
    List<Entry> chosen = only.isEmpty() ? entries : Chosen.only(entries, only, words);
    String time = since;
    return time == null || Files.exists(Path.of(time)) ? chosen
        : Chosen.since(chosen, Chosen.time(time, words));
  }

  private Optional<Store> earlier(Words words) throws UsageException, IOException {
    return since != null && Files.exists(Path.of(since))
        ? Optional.of(Stores.read(Path.of(since), words))
        : Optional.empty();
  }

  private void report(
      Assignment assignment, Keeper keeper, Optional<StoreWriter> store, ClassTally tally, Words words)
      throws IOException, InterruptedException {
    List<Result.Submission> sorted = tally.results();
    if (store.isPresent()) {
      store.get().writeResult();
      List<String> names = sorted.stream().map(Result.Submission::name).toList();
      JsonFile.write(options.json, assignment.spec(), store.get().store(), names, output);
      if (html != null) {
        new Pages(assignment, words).all(html, store.get().store(), names);
      }
    } else if (options.json != null) {
      List<Result.Submission> whole = new ArrayList<>();
      for (Result.Submission each : sorted) {
        whole.add(keeper.result(each.name()));
      }
      JsonFile.write(options.json, Result.of(assignment.spec(), whole), output);
    }
    if (!JsonFile.isStandardOutput(options.json)) {
      Screen screen = output.screen();
      new GradesTable(screen, words).print(sorted);
      screen.flush();
    }
    tally.notices(words).forEach(notice -> Notices.say(output, notice));
  }
}
