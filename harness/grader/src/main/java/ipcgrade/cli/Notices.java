package ipcgrade.cli;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;

/** What {@code --verbose} adds on standard error. */
final class Notices {
  private Notices() {}

  /** Which grading.yml is used. */
  static void spec(Output output, Assignment assignment) {
    if (output.verbose) {
      say(output, output.words().get("notice.spec", assignment.file()));
    }
  }

  static void say(Output output, String text) {
    Screen errors = output.errors();
    errors.wrap(new Line(), Style.PLAIN, text);
    errors.flush();
  }
}
