package ipcgrade.cli;

import ipcgrade.grade.Submissions;
import ipcgrade.report.console.CheckReport;
import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.local.Home;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ipcgrade demo}: the reference, a right and a wrong program, and what is said of them. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
  private static final String SUBMISSIONS = "fixtures/registro-distribuito/submissions/";

  @Mixin
  private final Output output;

  @Mixin
  private final SandboxOption sandboxOption = new SandboxOption();

  DemoCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  /** A submission, relative to where ipcgrade is installed, and what introduces it. */
  private record Act(String title, String path) {}

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    Path home = Home.find().top();
    Assignment assignment = Assignment.load(home.resolve("grading.yml"));
    List<Act> acts =
        List.of(
            new Act(words.get("demo.reference"), "reference/target/registro-distribuito"),
            new Act(words.get("demo.right"), SUBMISSIONS + "right-kind-in-body"),
            new Act(words.get("demo.wrong"), SUBMISSIONS + "wrong-unselective-receive"));
    for (Act act : acts) {
      if (!Files.exists(home.resolve(act.path))) {
        throw new UsageException(words.get("error.demo", act.path));
      }
    }
    Screen screen = output.screen();
    String title = words.get("demo.title", assignment.spec().title().in(words.locale()));
    screen.print(new Line().add(Style.TITLE, title));
    screen.wrap(new Line(), Style.PLAIN, words.get("demo.introduction"));
    boolean sound = true;
    try (Sandboxes sandboxes = sandboxOption.begin(output);
        Sandbox sandbox = sandboxes.of(assignment.spec()).open()) {
      for (Act act : acts) {
        screen.blank();
        screen.print(new Line().add(Style.TITLE, act.title));
        screen.blank();
        screen.flush();
        Submissions.Entry entry = Submissions.one(home.resolve(act.path));
        Result.Submission submission = CheckCommand.grade(assignment, entry, sandbox, output, words);
        String place = GradingOptions.again(null, fromHere(entry.path()));
        new CheckReport(screen, words, assignment.spec(), place).print(submission, output.verbose);
        sound &= submission.outcome() != Outcome.INFRASTRUCTURE;
      }
    }
    screen.blank();
    screen.print(new Line().add(Style.TITLE, words.get("demo.next")));
    screen.flush();
    return sound ? ExitCode.DONE : ExitCode.INFRASTRUCTURE;
  }

  private static Path fromHere(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
