package ipcgrade.cli;

/** The exit codes of all commands but {@code trace}, which exits as the traced program does. */
final class ExitCode {
  static final int DONE = 0;
  static final int BELOW_PASS_MARK = 1;
  static final int USAGE = 2;
  static final int INFRASTRUCTURE = 3;

  private ExitCode() {}
}
