package ipcgrade.cli;

import ipcgrade.explore.Explorer;
import ipcgrade.explore.Explorer.Outcome;
import ipcgrade.explore.Findings;
import ipcgrade.explore.Method;
import ipcgrade.explore.Plan;
import ipcgrade.grade.Progress;
import ipcgrade.grade.Progress.Step;
import ipcgrade.grade.Submissions;
import ipcgrade.report.console.ExploreReport;
import ipcgrade.report.json.ExploreJson;
import ipcgrade.report.screen.ProgressLine;
import ipcgrade.report.screen.Screen;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.spec.Quantity;
import ipcgrade.wording.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade explore}: hunts for schedules under which one submission goes wrong. */
@Command(name = "explore")
final class ExploreCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Mixin
  private final SandboxOption sandboxOption = new SandboxOption();

  @Option(names = "--spec", paramLabel = "FILE", descriptionKey = "spec")
  private @Nullable Path spec;

  @Option(names = "--json", paramLabel = "FILE|-", descriptionKey = "json")
  private @Nullable String json;

  @Option(names = "--schedules", paramLabel = "N", defaultValue = "1000", descriptionKey = "explore.schedules")
  private int schedules = 1000;

  @Option(names = "--time", paramLabel = "T", defaultValue = "60s", descriptionKey = "explore.time")
  private String time = "60s";

  @Option(names = "--strategy", paramLabel = "random|pct|surw|exhaustive|all", defaultValue = "all", descriptionKey = "explore.strategy")
  private Strategy strategy = Strategy.all;

  @Option(names = "--preemptions", paramLabel = "P", descriptionKey = "explore.preemptions")
  private @Nullable Integer preemptions;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", descriptionKey = "explore.seed")
  private long seed = 1;

  @Option(names = "--untimely", descriptionKey = "explore.untimely")
  private boolean untimely;

  @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".", descriptionKey = "check.dir")
  private Path directory = Path.of(".");

  ExploreCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  // the constants are what the user types
  enum Strategy {
    random,
    pct,
    surw,
    exhaustive,
    all;

    List<Method> methods() {
      return switch (this) {
        case random -> List.of(Method.RANDOM);
        case pct -> List.of(Method.PCT);
        case surw -> List.of(Method.SURW);
        case exhaustive -> List.of(Method.EXHAUSTIVE);
        case all -> List.of(Method.values());
      };
    }
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    Plan plan = plan(words);
    if (!Files.exists(directory)) {
      throw new UsageException(words.get("error.no-directory", directory));
    }
    try (Interruption interruption = Interruption.ofThisThread();
        Sandboxes sandboxes = sandboxOption.begin(output)) {
      Assignment assignment = Assignment.load(spec, directory, words);
      Notices.spec(output, assignment);
      Findings findings;
      try (Sandbox sandbox = sandboxes.of(assignment.spec()).open()) {
        findings = findings(explored(assignment, plan, sandbox, words), words);
      }
      JsonFile.write(json, ExploreJson.of(assignment.spec(), plan, findings), output);
      if (!JsonFile.isStandardOutput(json)) {
        Screen screen = output.screen();
        new ExploreReport(screen, words, assignment.spec()).print(findings, plan, name(),
            GradingOptions.again(spec, directory));
        screen.flush();
      }
      if (findings.interrupted()) {
        interruption.finished();
        return ExitCode.INTERRUPTED;
      }
      if (findings.broken().isPresent()) {
        throw findings.broken().get();
      }
      return findings.faults().isEmpty() ? ExitCode.DONE : ExitCode.FAULTY;
    } catch (InterruptedException _) {
      return ExitCode.INTERRUPTED;
    }
  }

  private Outcome explored(Assignment assignment, Plan plan, Sandbox sandbox, Words words) throws Exception {
    Explorer explorer = new Explorer(assignment.spec(), assignment.scorer(), sandbox);
    if (!output.surroundings().errTerminal()) {
      return explorer.explore(directory, plan, _ -> {});
    }
    try (ProgressLine line = new ProgressLine(output.surroundings().err(), words, 1)) {
      line.at(name(), Step.BUILD, 0, 1);
      Progress progress = line;
      return explorer.explore(
          directory, plan, done -> progress.at(name(), Step.RUN, done, plan.runs()));
    }
  }

  private static Findings findings(Outcome outcome, Words words) throws UsageException {
    return switch (outcome) {
      case Explorer.Explored explored -> explored.findings();
      case Explorer.NotBuilt failed ->
          throw new UsageException(words.get("error.not-built", ExploreReport.reason(failed, words)));
    };
  }

  private String name() {
    return Submissions.one(directory).name();
  }

  private Plan plan(Words words) throws UsageException {
    if (schedules < 1) {
      throw new UsageException(words.get("error.schedules", schedules));
    }
    Integer most = preemptions;
    if (most != null && most < 0) {
      throw new UsageException(words.get("error.preemptions", most));
    }
    return new Plan(
        strategy.methods(), schedules, Duration.ofMillis(millis(words)),
        most == null ? OptionalInt.empty() : OptionalInt.of(most), seed, !untimely);
  }

  private long millis(Words words) throws UsageException {
    try {
      return Quantity.millis(time);
    } catch (IllegalArgumentException _) {
      throw new UsageException(words.get("error.time", time));
    }
  }
}
