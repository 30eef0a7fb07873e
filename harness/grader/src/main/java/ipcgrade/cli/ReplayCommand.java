package ipcgrade.cli;

import ipcgrade.grade.Replayer;
import ipcgrade.grade.Replayer.Replayed;
import ipcgrade.grade.Submissions;
import ipcgrade.report.console.ReplayReport;
import ipcgrade.report.screen.Screen;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Replay;
import ipcgrade.store.ResultJson;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.wording.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade replay}: a schedule that breaks a rule, again and step by step. */
@Command(name = "replay")
final class ReplayCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Mixin
  private final SandboxOption sandboxOption = new SandboxOption();

  @Option(names = "--spec", paramLabel = "FILE", descriptionKey = "spec")
  private @Nullable Path spec;

  @Option(names = "--rule", paramLabel = "ID", descriptionKey = "replay.rule")
  private @Nullable String rule;

  @Option(names = "--submission", paramLabel = "NAME", descriptionKey = "replay.submission")
  private @Nullable String submission;

  @Option(names = "--gdb", paramLabel = "PID@STEP", descriptionKey = "replay.gdb")
  private @Nullable String gdb;

  @ArgGroup(exclusive = false)
  private @Nullable Given given;

  /** A schedule that the user wrote down. */
  static final class Given {
    @Option(names = "--turns", required = true, paramLabel = "TURNS", descriptionKey = "replay.turns")
    private String turns = "";

    @Option(names = "--seed", required = true, paramLabel = "N", descriptionKey = "replay.seed")
    private long seed;

    @Option(names = "--fault", paramLabel = "FAULT", descriptionKey = "replay.fault")
    private String fault = "";

    @Option(names = "--untimely", descriptionKey = "replay.untimely")
    private boolean untimely;
  }

  @Parameters(index = "0", paramLabel = "RESULT|DIR", descriptionKey = "replay.target")
  private Path target = Path.of(".");

  @Parameters(index = "1", arity = "0..1", paramLabel = "DIR", descriptionKey = "replay.dir")
  private @Nullable Path directory;

  ReplayCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    if (!Files.exists(target)) {
      throw new UsageException(words.get("error.no-directory", target));
    }
    Debugging debugging = gdb == null ? null : Debugging.parse(gdb, output);
    if (debugging != null && sandboxOption.isDocker()) {
      throw new UsageException(words.get("error.gdb-docker"));
    }
    Optional<Result.Submission> result =
        target.toString().endsWith(".json") ? Optional.of(chosen(ResultJson.read(target))) : Optional.empty();
    Path source = source(result);
    try (Sandboxes sandboxes = sandboxOption.begin(output)) {
      Assignment assignment = Assignment.load(spec, source, words);
      try (Sandbox sandbox = sandboxes.of(assignment.spec()).open()) {
        if (debugging != null && !(sandbox instanceof LocalSandbox)) {
          throw new UsageException(words.get("error.gdb-docker"));
        }
        Given schedule = given;
        if (schedule != null) {
          return replay(
              assignment, source, replay(schedule), rule == null ? "" : rule, sandbox, debugging);
        }
        Result.Submission graded =
            result.isPresent()
                ? result.get()
                : CheckCommand.grade(assignment, Submissions.one(source), sandbox, output, words);
        Result.Rule wanted = wanted(graded);
        Replay replay = wanted.replay();
        if (replay == null) {
          throw new UsageException(words.get("error.no-replay", wanted.id()));
        }
        return replay(assignment, source, replay, wanted.id(), sandbox, debugging);
      }
    }
  }

  private Replay replay(Given schedule) throws UsageException {
    String turns;
    try {
      turns = Turn.text(Turn.parse(schedule.turns));
    } catch (IllegalArgumentException e) {
      throw new UsageException(output.words().get("error.turns", schedule.turns));
    }
    try {
      String fault = Fault.parse(schedule.fault).text();
      return new Replay(schedule.seed, !schedule.untimely, turns, 0, fault);
    } catch (IllegalArgumentException e) {
      throw new UsageException(output.words().get("error.fault", schedule.fault));
    }
  }

  private int replay(
      Assignment assignment,
      Path source,
      Replay replay,
      String id,
      Sandbox sandbox,
      @Nullable Debugging debugging)
      throws Exception {
    Words words = output.words();
    if (!(Unpacking.build(sandbox, source, assignment.spec()) instanceof Sandbox.Program program)) {
      throw new SandboxException(words.get("error.replay-build", source));
    }
    Replayed replayed =
        new Replayer(assignment.spec(), assignment.scorer(), sandbox).replay(program, replay, id);
    if (debugging != null && sandbox instanceof LocalSandbox local) {
      debugging.run(local, program, assignment.spec(), replay, replayed);
      return ExitCode.DONE;
    }
    Screen screen = output.screen();
    new ReplayReport(screen, words, assignment.spec()).print(replayed, id);
    screen.flush();
    return id.isEmpty() || replayed.broken().contains(id) ? ExitCode.DONE : ExitCode.UNEXPECTED;
  }

  private Result.Submission chosen(Result result) throws UsageException {
    Words words = output.words();
    if (submission != null) {
      return Chosen.named(result, submission, words).getFirst();
    }
    if (result.submissions().size() != 1) {
      List<String> names = result.submissions().stream().map(Result.Submission::name).toList();
      throw new UsageException(words.get("error.which-submission", target, words.list(names)));
    }
    return result.submissions().getFirst();
  }

  /** The directory that was named; else one of the submission's name, here or beside the result. */
  private Path source(Optional<Result.Submission> result) throws UsageException {
    if (result.isEmpty()) {
      return target;
    }
    if (directory != null) {
      return directory;
    }
    Path named = Path.of(result.get().name());
    Path beside = target.toAbsolutePath().resolveSibling(named);
    if (!Files.exists(named) && !Files.exists(beside)) {
      throw new UsageException(output.words().get("error.where-is", result.get().name(), target));
    }
    return Files.exists(named) ? named : beside;
  }

  /** The rule that was named; else the first that a schedule breaks. */
  private Result.Rule wanted(Result.Submission graded) throws UsageException {
    Words words = output.words();
    List<Result.Rule> broken = graded.rules().stream().filter(each -> each.replay() != null).toList();
    if (broken.isEmpty()) {
      throw new UsageException(words.get("error.nothing-broken", graded.name()));
    }
    String id = rule;
    if (id == null) {
      return broken.getFirst();
    }
    for (Result.Rule each : broken) {
      if (each.id().equals(id)) {
        return each;
      }
    }
    throw new UsageException(
        words.get("error.rule-not-broken", id, words.list(broken.stream().map(Result.Rule::id).toList())));
  }
}
