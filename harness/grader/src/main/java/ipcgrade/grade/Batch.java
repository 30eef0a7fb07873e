package ipcgrade.grade;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

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
    Queue<Submissions.Entry> waiting = new ConcurrentLinkedQueue<>(submissions);
    Consumer<Result.Submission> oneByOne = inTurn(done);
    List<Future<?>> workers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int job = 0; job < Math.min(jobs, submissions.size()); job++) {
        workers.add(
            executor.submit(
                () -> {
                  work(waiting, progress, oneByOne);
                  return null;
                }));
      }
      try {
        for (Future<?> worker : workers) {
          await(worker);
        }
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private void work(Queue<Submissions.Entry> waiting, Progress progress, Consumer<Result.Submission> done)
      throws SandboxException, InterruptedException {
    Submissions.Entry next = waiting.poll();
    while (next != null) {
      try (Sandbox sandbox = sandboxes.open()) {
        Grader grader = new Grader(spec, scorer, sandbox);
        boolean sound = true;
        while (next != null && sound) {
          Result.Submission result = guarded(grader, next, progress);
          sound = result.outcome() != Outcome.INFRASTRUCTURE;
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
          }
          done.accept(result);
          next = waiting.poll();
        }
      }
    }
  }

  private Result.Submission guarded(Grader grader, Submissions.Entry submission, Progress progress)
      throws InterruptedException {
    try {
      return grader.grade(submission.name(), submission.path(), progress);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return new Result.Submission(
          submission.name(),
          Outcome.INFRASTRUCTURE,
          "ipcgrade failed: " + e,
          0,
          spec.maxScore(),
          List.of(),
          List.of());
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

  private static void await(Future<?> worker) throws SandboxException, InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SandboxException fault -> throw fault;
        case InterruptedException stopped -> throw stopped;
        case null, default -> throw new IllegalStateException("a worker failed", e);
      }
    }
  }
}
