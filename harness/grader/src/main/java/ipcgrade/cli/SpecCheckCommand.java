package ipcgrade.cli;

import ipcgrade.report.console.SpecReport;
import ipcgrade.report.screen.Screen;
import ipcgrade.spec.SpecException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade spec check}: whether a grading.yml can be used. */
@Command(name = "check")
final class SpecCheckCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Parameters(paramLabel = "FILE", descriptionKey = "spec.check.file")
  private Path file = Path.of("grading.yml");

  SpecCheckCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Screen screen = output.screen();
    SpecReport report = new SpecReport(screen, output.words());
    try {
      report.printGood(file, Assignment.load(file).spec());
      return ExitCode.DONE;
    } catch (SpecException e) {
      List<String> source =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
      for (SpecException.Problem problem : e.problems()) {
        report.printFault(
            problem.in(file), source, problem.position().line(), problem.position().column());
      }
      return ExitCode.USAGE;
    } finally {
      screen.flush();
    }
  }
}
