package ipcgrade.sandbox.served;

import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Limits;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line that the grader writes. A submission begins with {@link Submission}, then come its directories and
 * files, then {@link Build}, which is answered; each {@link Run} and {@link LookUp} after it is answered too.
 */
public sealed interface Request {
  /** A new submission, which takes the place of the last. */
  record Submission() implements Request {}

  /** A directory of the submission, after those that it is in; {@code path} is relative. */
  record Directory(String path) implements Request {}

  /**
   * A regular file of the submission. Its bytes follow the line.
   *
   * @param path relative
   * @param bytes how many
   * @param modified when, milliseconds since 1970: make(1) goes by it
   */
  record File(String path, long bytes, boolean executable, long modified) implements Request {}

  /**
   * All files are there: build. Answered by {@link Reply.Built}, {@link Reply.Failed}, {@link
   * Reply.Exceeded} or {@link Reply.Broken}.
   */
  record Build(Task task) implements Request {}

  /**
   * Run what was built. Answered by {@link Reply.Started}, then event lines and one end line as an agent
   * writes them, callers unresolved; {@link Reply.Broken} takes the place of what cannot come any more.
   */
  record Run(Task task, Schedule schedule) implements Request {}

  /**
   * Look up callers in what was built. Answered by {@link Reply.Found} or {@link Reply.Broken}.
   *
   * @param object as {@link ipcgrade.trace.Frame#object}
   * @param offsets as {@link ipcgrade.trace.Frame#offset}
   */
  record LookUp(String object, List<Long> offsets) implements Request {
    public LookUp {
      offsets = List.copyOf(offsets);
    }
  }

  /**
   * What of an assignment decides how submissions are built and run.
   *
   * @param build the command; empty if there is none
   * @param program what it makes; empty: the only one
   * @param arguments passed to the program
   */
  record Task(List<String> build, String program, List<String> arguments, Limits limits) {
    public Task {
      build = List.copyOf(build);
      arguments = List.copyOf(arguments);
    }

    static Task of(Spec spec) {
      return new Task(
          spec.build().command(), spec.build().program().orElse(""), spec.run().arguments(),
          spec.run().limits());
    }

    /** An assignment that knows no more than this. */
    Spec spec() {
      return new Spec(
          "served",
          Text.NONE,
          new Spec.Build(build, program.isEmpty() ? Optional.empty() : Optional.of(program)),
          new Spec.Run(arguments, 1, limits),
          Map.of(),
          Map.of(),
          Map.of(),
          List.of());
    }
  }
}
