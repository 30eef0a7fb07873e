package ipcgrade.cli;

import ipcgrade.grade.Fixtures;
import ipcgrade.grade.Fixtures.Fixture;
import ipcgrade.grade.Rehearsal;
import ipcgrade.grade.Rehearsal.State;
import ipcgrade.grade.Submissions;
import ipcgrade.report.console.RehearsalReport;
import ipcgrade.report.json.RehearsalJson;
import ipcgrade.report.screen.Screen;
import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade spec test}: whether submissions get the grades that their expected.yml says. */
@Command(name = "test")
final class SpecTestCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Mixin
  private final SandboxOption sandboxOption = new SandboxOption();

  @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".", descriptionKey = "spec.test.dir")
  private Path directory = Path.of(".");

  @Option(names = "--spec", paramLabel = "FILE", descriptionKey = "spec")
  private @Nullable Path file;

  @Option(names = "--json", paramLabel = "FILE|-", descriptionKey = "json")
  private @Nullable String json;

  @Option(names = {"-j", "--jobs"}, paramLabel = "N", defaultValue = "1", descriptionKey = "jobs")
  private int jobs = 1;

  @Option(names = "--seed", paramLabel = "N", descriptionKey = "seed")
  private @Nullable Long seed;

  @Option(names = "--repeat", paramLabel = "N", defaultValue = "1", descriptionKey = "spec.test.repeat")
  private int repeat = 1;

  SpecTestCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    GradingOptions.requireJobs(jobs, words);
    if (repeat < 1) {
      throw new UsageException(words.get("error.repeat", repeat));
    }
    if (!Files.exists(directory)) {
      throw new UsageException(words.get("error.no-directory", directory));
    }
    Assignment assignment = Assignment.load(file, directory, words).seeded(seed, words);
    Notices.spec(output, assignment);
    Fixtures fixtures = fixtures(assignment, words);
    List<Submissions.Entry> all = fixtures.all().stream().map(Fixture::submission).toList();
    List<Submissions.Entry> entries =
        Collections.nCopies(repeat, all).stream().flatMap(List::stream).toList();
    List<Result.Submission> graded = new ArrayList<>();
    List<Rehearsal> rehearsals = new ArrayList<>();
    try (Interruption interruption = Interruption.ofThisThread()) {
      boolean complete = false;
      try {
        complete = Grading.all(assignment, entries, sandboxOption, jobs, output, graded::add);
      } finally {
        // also after an interruption or a fault: what is graded is graded
        rehearsals.addAll(rehearsals(fixtures, graded, assignment.spec()));
        report(assignment.spec(), fixtures, rehearsals, complete, words);
      }
      if (!complete) {
        Notices.say(output, words.get("grade.interrupted", graded.size(), entries.size()));
        interruption.finished();
        return ExitCode.INTERRUPTED;
      }
    }
    return exitCode(rehearsals);
  }

  private Fixtures fixtures(Assignment assignment, Words words) throws Exception {
    Fixtures fixtures = Fixtures.in(directory, assignment.spec());
    if (fixtures.all().isEmpty()) {
      throw new UsageException(words.get("error.no-submissions", directory));
    }
    if (fixtures.all().stream().allMatch(fixture -> fixture.expected().isEmpty())) {
      throw new UsageException(words.get("error.no-expected", directory));
    }
    return fixtures;
  }

  private static List<Rehearsal> rehearsals(
      Fixtures fixtures, List<Result.Submission> graded, Spec spec) {
    List<Rehearsal> rehearsals = new ArrayList<>();
    for (Fixture fixture : fixtures.all()) {
      List<Result.Submission> own =
          graded.stream().filter(each -> each.name().equals(fixture.submission().name())).toList();
      if (!own.isEmpty()) {
        rehearsals.add(Rehearsal.of(fixture, own, spec));
      }
    }
    return rehearsals;
  }

  private void report(
      Spec spec, Fixtures fixtures, List<Rehearsal> rehearsals, boolean complete, Words words)
      throws IOException {
    JsonFile.write(json, RehearsalJson.of(spec, rehearsals, fixtures), output);
    if (!JsonFile.isStandardOutput(json)) {
      Screen screen = output.screen();
      RehearsalReport report = new RehearsalReport(screen, words, spec);
      report.print(rehearsals, directory.toString());
      if (complete) {
        report.printCoverage(fixtures);
      }
      screen.flush();
    }
  }

  private static int exitCode(List<Rehearsal> rehearsals) {
    if (rehearsals.stream().anyMatch(each -> each.state() == State.NOT_GRADED)) {
      return ExitCode.INFRASTRUCTURE;
    }
    return rehearsals.stream().anyMatch(each -> each.state() == State.DIFFERS)
        ? ExitCode.UNEXPECTED
        : ExitCode.DONE;
  }
}
