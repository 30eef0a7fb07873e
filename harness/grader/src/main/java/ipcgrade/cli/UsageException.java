package ipcgrade.cli;

/** The user asked for what cannot be done: one sentence that says what to do. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }
}
