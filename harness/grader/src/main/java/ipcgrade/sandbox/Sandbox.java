package ipcgrade.sandbox;

import ipcgrade.spec.Spec;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;

/**
 * Where submissions are built and run: each build and each run in a fresh container that only sees the
 * submission's own copy.
 *
 * <p>One thread at a time may use a sandbox. Closing it removes all that it made.
 */
public interface Sandbox extends AutoCloseable {
  /**
   * Copies a submission and builds it.
   *
   * @param submission a directory, or a single source file or executable
   * @throws SandboxException if the harness, not the submission, is at fault
   */
  Build build(Path submission, Spec spec) throws SandboxException, InterruptedException;

  /**
   * Runs a program once and returns what it did, callers resolved to file and line.
   *
   * @param program of this sandbox's last {@link #build}
   * @throws SandboxException if the harness, not the submission, is at fault
   */
  Trace run(Program program, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException;

  @Override
  void close();

  /** What became of a build. */
  sealed interface Build {}

  /**
   * A program that can be run.
   *
   * @param directory the submission's copy, with what the build made
   * @param executable relative to {@code directory}
   * @param arguments passed to it before those of the assignment's {@code run}
   */
  record Program(Path directory, Path executable, List<String> arguments) implements Build {
    public Program {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A build that made no program.
   *
   * @param reason one sentence
   * @param log what the compiler said, made printable; may be empty
   */
  record Failed(String reason, String log) implements Build {}

  /**
   * A build that a limit ended.
   *
   * @param limit {@code build} for its time, {@code build-disk} for what it wrote, {@code build-memory}
   *     for what it held in memory
   * @param value of that limit: milliseconds, or bytes
   * @param log what the compiler said until then, made printable; may be empty
   */
  record Exceeded(String limit, long value, String log) implements Build {}
}
