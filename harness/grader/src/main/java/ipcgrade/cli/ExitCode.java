package ipcgrade.cli;

/** The exit codes of all commands but {@code trace}, which exits as the traced program does. */
final class ExitCode {
  static final int DONE = 0;
  static final int BELOW_PASS_MARK = 1;

  /** Of {@code spec test}: a grade is not what was expected. */
  static final int UNEXPECTED = 1;

  /** Of {@code explore}: a fault was found. */
  static final int FAULTY = 1;

  static final int USAGE = 2;
  static final int INFRASTRUCTURE = 3;

  /** After Ctrl-C, as of a shell. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
