package ipcgrade.spec;

import java.nio.file.Path;

/** A grading.yml that cannot be used: what is wrong, where, and what was expected, in one sentence. */
public final class SpecException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param line from 1, or 0 if the fault is not at a line
   * @param column from 1, or 0
   */
  public SpecException(Path file, int line, int column, String sentence) {
    super(line > 0 ? file + ":" + line + ":" + column + ": " + sentence : file + ": " + sentence);
  }
}
