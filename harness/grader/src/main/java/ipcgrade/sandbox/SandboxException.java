package ipcgrade.sandbox;

/** The sandbox cannot do its work: what is missing or failed, and the remedy, in one sentence. */
public final class SandboxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A fault that nothing else explains. */
  public SandboxException(String sentence) {
    super(sentence);
  }

  /** A fault that {@code cause} led to. */
  public SandboxException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
