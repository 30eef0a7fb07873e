package ipcgrade.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A grading.yml, or another file that an instructor writes, that cannot be used: what is wrong, where,
 * and what was expected, one sentence for each fault.
 */
public final class SpecException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param line from 1, or 0 if the fault is not at a line
   * @param column from 1, or 0
   */
  public SpecException(Path file, int line, int column, String sentence) {
    this(file, List.of(new Problem(new Spec.Position(line, column), sentence)));
  }

  /**
   * @param problems at least one
   */
  public SpecException(Path file, List<Problem> problems) {
    super(problems.stream().map(problem -> problem.in(file)).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The faults, in the order of the file; the message has a line for each. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One fault.
   *
   * @param position line 0 if it is not at a line
   */
  public record Problem(Spec.Position position, String sentence) {
    /** {@code grading.yml:3:7: sentence}. */
    public String in(Path file) {
      return position.line() > 0
          ? file + ":" + position.line() + ":" + position.column() + ": " + sentence
          : file + ": " + sentence;
    }
  }
}
