package ipcgrade.cli;

import ipcgrade.report.console.DoctorReport;
import ipcgrade.report.console.DoctorReport.Section;
import ipcgrade.report.screen.Screen;
import ipcgrade.sandbox.docker.DockerPrerequisites;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.Prerequisite;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.wording.Words;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ipcgrade doctor}: what grading needs, and how to get what is missing. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  DoctorCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    Home home = Home.find();
    List<Section> sections =
        List.of(
            section(words.get("doctor.local"), Prerequisites.check(home), words.locale()),
            section(words.get("doctor.docker"), DockerPrerequisites.check(home), words.locale()));
    Screen screen = output.screen();
    new DoctorReport(screen, words).print(sections);
    screen.flush();
    return sections.stream().anyMatch(Section::isComplete) ? ExitCode.DONE : ExitCode.INFRASTRUCTURE;
  }

  private static Section section(String title, List<Prerequisite> found, Locale locale) {
    return new Section(
        title,
        found.stream()
            .map(
                each -> new DoctorReport.Item(
                    each.name(), each.ok(), each.detail(), each.remedy().in(locale)))
            .toList());
  }
}
