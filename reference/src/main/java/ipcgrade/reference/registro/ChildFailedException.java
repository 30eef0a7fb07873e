package ipcgrade.reference.registro;

/** A child did not do its part, or must not start any more, so that the whole has to end. */
final class ChildFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ChildFailedException(String message) {
    super(message);
  }
}
