package ipcgrade.report.format;

/** A result that a form of report cannot hold. */
public final class UnfitException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence what is wrong and what to do, in the reader's language
   */
  public UnfitException(String sentence) {
    super(sentence);
  }
}
