package ipcgrade.grade;

/** Told how far the grading of a submission is. */
@FunctionalInterface
public interface Progress {
  /** Says nothing. */
  Progress NONE = (_, _, _, _) -> {};

  /** What is being done. */
  enum Step {
    BUILD,
    RUN,
    JUDGE
  }

  /**
   * A step is about to be done.
   *
   * @param submission its name
   * @param done how many of this step are done
   * @param total how many there will be, as far as is known
   */
  void at(String submission, Step step, int done, int total);
}
