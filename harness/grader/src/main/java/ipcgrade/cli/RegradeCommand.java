package ipcgrade.cli;

import ipcgrade.grade.Regrading;
import ipcgrade.grade.Regrading.Rescored;
import ipcgrade.report.console.RegradeReport;
import ipcgrade.report.screen.Screen;
import ipcgrade.spec.SpecLoader;
import ipcgrade.store.Store;
import ipcgrade.store.StoreWriter;
import ipcgrade.store.StoreWriter.Pending;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade regrade}: stored runs scored under a changed grading.yml. */
@Command(name = "regrade")
final class RegradeCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Option(names = "--spec", paramLabel = "FILE", descriptionKey = "regrade.spec")
  private @Nullable Path spec;

  @Option(names = "--apply", descriptionKey = "regrade.apply")
  private boolean apply;

  @Option(names = {"-j", "--jobs"}, paramLabel = "N", descriptionKey = "grade.jobs")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Parameters(paramLabel = "OUT", descriptionKey = "regrade.store")
  private Path place = Path.of("");

  RegradeCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    GradingOptions.requireJobs(jobs, words);
    Store store = Stores.read(place, words);
    Assignment now = Assignment.load(spec, place.toAbsolutePath().resolveSibling("."), words);
    Notices.spec(output, now);
    if (!now.spec().id().equals(store.head().assignment())) {
      throw new UsageException(
          words.get("error.regrade-assignment", place, store.head().assignment(), now.file(),
              now.spec().id()));
    }
    List<String> otherRuns = Regrading.otherRuns(SpecLoader.load(store.runSpec()), now.spec());
    if (!apply) {
      report(rescored(store, now, Optional.empty()).stream().map(Scored::result).toList(), otherRuns, now,
          words);
      return ExitCode.DONE;
    }
    Assignment kept = new Assignment(store.spec(), now.spec(), now.scorer()); // the file follows when all is written
    try (StoreWriter writer = Stores.write(place, store.head(), kept, words)) {
      List<Scored> all = rescored(store, now, Optional.of(writer));
      report(all.stream().map(Scored::result).toList(), otherRuns, now, words);
      for (Scored each : all) {
        if (each.pending != null) {
          each.pending.settle();
        }
      }
      writer.rejudged(now.file());
      writer.writeResult();
    }
    return ExitCode.DONE;
  }

  /** One that was scored, in brief, and the result that can take the place of its own. */
  private record Scored(Rescored result, @Nullable Pending pending) {}

  private List<Scored> rescored(Store store, Assignment now, Optional<StoreWriter> writer)
      throws IOException, InterruptedException {
    Regrading regrading = new Regrading(store, now.spec(), now.scorer());
    String judging = Stores.fingerprint(now).judging();
    return Parallel.each(store.submissions(), jobs, name -> one(name, regrading, store, judging, writer));
  }

  private static Scored one(
      String name, Regrading regrading, Store store, String judging, Optional<StoreWriter> writer)
      throws IOException {
    Rescored whole = regrading.rescore(name);
    Pending pending =
        writer.isPresent() && whole.unscored().isEmpty()
            ? writer.get().rescore(whole.after(), store.provenance(name).judgedBy(judging))
            : null;
    Rescored brief =
        new Rescored(whole.before().brief(), whole.after().brief(), whole.unscored(), whole.own());
    return new Scored(brief, pending);
  }

  private void report(List<Rescored> all, List<String> otherRuns, Assignment now, Words words) {
    Screen screen = output.screen();
    new RegradeReport(screen, words, now.spec()).print(all, otherRuns, apply);
    screen.flush();
  }
}
