package ipcgrade.grade;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Grades many submissions, several at a time, each worker in a sandbox of its own. */
public final class Batch {
  private final Spec spec;
  private final Scorer scorer;
  private final Opening sandboxes;

  public Batch(Spec spec, Scorer scorer, Opening sandboxes) {
    this.spec = spec;
    this.scorer = scorer;
    this.sandboxes = sandboxes;
  }

  /** Opens a sandbox. */
  @FunctionalInterface
  public interface Opening {
    /**
     * A sandbox of the caller's own.
     *
     * @throws SandboxException if none can be had
     */
    Sandbox open() throws SandboxException, InterruptedException;
  }

  /**
   * Grades all submissions. One that makes the harness fail does not stop the others.
   *
   * @param jobs how many at a time
   * @param progress told of steps by several threads
   * @param done given each result as soon as it is there, by one thread at a time
   * @throws SandboxException if no sandbox can be had
   * @throws InterruptedException if the caller was interrupted; what was done then was given to {@code done}
   */
  public void grade(
      List<Submissions.Entry> submissions, int jobs, Progress progress, Consumer<Result.Submission> done)
      throws SandboxException, InterruptedException {
    Consumer<Result.Submission> oneByOne = inTurn(done);
    each(
        submissions,
        jobs,
        (submission, graders, _) -> {
          Grader grader = graders.get();
          Result.Submission result =
              guarded(submission.name(), () -> grader.grade(submission.name(), submission.path(), progress));
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
          }
          oneByOne.accept(result);
          return result.outcome() != Outcome.INFRASTRUCTURE;
        });
  }

  /** Opens a grader's sandbox when it is first needed. */
  @FunctionalInterface
  interface Graders {
    /** The worker's grader. */
    Grader get() throws SandboxException, InterruptedException;
  }

  /** What is done for each submission. */
  @FunctionalInterface
  interface Task {
    /**
     * Handles one.
     *
     * @param later takes submissions that are to be handled after all
     * @return whether the sandbox can be used for the next
     */
    boolean handle(Submissions.Entry submission, Graders graders, Consumer<Submissions.Entry> later)
        throws SandboxException, InterruptedException;
  }

  /** Does a task for each submission, {@code jobs} at a time. */
  void each(List<Submissions.Entry> submissions, int jobs, Task task)
      throws SandboxException, InterruptedException {
    Heap.bound();
    Crew<Submissions.Entry> crew = new Crew<>(submissions);
    crew.work(jobs, worker -> {
      Submissions.Entry next = worker.next();
      while (next != null) {
        try (Opened opened = new Opened()) {
          boolean sound = true;
          while (next != null && sound) {
            sound = task.handle(next, opened, crew::add);
            next = worker.next();
          }
        }
      }
    });
  }

  /** A sandbox that is not opened until it is needed. */
  private final class Opened implements Graders, AutoCloseable {
    private @Nullable Sandbox sandbox;
    private @Nullable Grader grader;

    @Override
    public Grader get() throws SandboxException, InterruptedException {
      Grader known = grader;
      if (known == null) {
        Sandbox own = sandboxes.open();
        sandbox = own;
        known = new Grader(spec, scorer, own);
        grader = known;
      }
      return known;
    }

    @Override
    public void close() {
      if (sandbox != null) {
        sandbox.close();
      }
    }
  }

  /** A grading, with a fault of our own in place of what it would throw. */
  Result.Submission guarded(String name, Callable<Result.Submission> grading) throws InterruptedException {
    try {
      return grading.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return new Result.Submission(
          name, Outcome.INFRASTRUCTURE, "ipcgrade failed: " + e, 0, spec.maxScore(), List.of(), List.of());
    }
  }

  private static Consumer<Result.Submission> inTurn(Consumer<Result.Submission> done) {
    Object turn = new Object();
    return result -> {
      synchronized (turn) {
        done.accept(result);
      }
    };
  }
}
