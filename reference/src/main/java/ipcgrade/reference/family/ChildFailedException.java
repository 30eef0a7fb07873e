package ipcgrade.reference.family;

/** A child did not do its part, or must not start any more, so that the whole has to end. */
public final class ChildFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure that {@code message} tells. */
  public ChildFailedException(String message) {
    super(message);
  }
}
