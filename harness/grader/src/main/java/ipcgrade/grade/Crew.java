package ipcgrade.grade;

import ipcgrade.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Workers that share a queue of items. Somebody whose item takes much longer than the others is replaced, and goes when
 * it is done: who waits for a program that sleeps does not hold up the rest.
 */
final class Crew<T> {
  /** Nobody is slow before this; then who takes so many times the mean longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int SLOW = 3;

  /** So many times the number of jobs, at most, are at work with those that are slow. */
  private static final int MOST = 3;

  private static final Duration CHECK = Duration.ofMillis(250);

  private final Deque<T> waiting;
  private final Duration patience;
  private final List<Worker> working = new ArrayList<>();
  private long finished;
  private long nanos;

  Crew(Collection<T> items) {
    this(items, PATIENCE);
  }

  /**
   * A crew.
   *
   * @param patience nobody is slow before this
   */
  Crew(Collection<T> items, Duration patience) {
    this.waiting = new ArrayDeque<>(items);
    this.patience = patience;
  }

  /** Adds an item. Who adds one while working on another sees to it that it is taken: workers end at an empty queue. */
  synchronized void add(T item) {
    waiting.add(item);
  }

  /** What a worker does, until there is nothing more for it. */
  @FunctionalInterface
  interface Job<T> {
    void work(Crew<T>.Worker worker) throws SandboxException, InterruptedException;
  }

  /** Somebody who works. */
  final class Worker {
    private long since;
    private boolean busy;
    private boolean replaced;

    /** The next item; null if there is none, or if another has taken this worker's place. */
    @Nullable
    T next() {
      synchronized (Crew.this) {
        if (busy) {
          finished++;
          nanos += System.nanoTime() - since;
        }
        // what is added late is for whoever is left
        boolean leaves = replaced && working.stream().anyMatch(other -> !other.replaced);
        T item = leaves ? null : waiting.poll();
        busy = item != null;
        since = System.nanoTime();
        if (!busy) {
          working.remove(this);
        }
        return item;
      }
    }

    /** Whether it has been at its item for long. */
    private boolean isSlow(long now) {
      long mean = finished == 0 ? 0 : nanos / finished;
      return busy && !replaced && now - since > patience.toNanos() + SLOW * mean;
    }
  }

  /**
   * Works until all items are done.
   *
   * @param jobs how many at a time, those that are slow not counted
   * @throws SandboxException of the first worker that failed
   */
  void work(int jobs, Job<T> job) throws SandboxException, InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<@Nullable Void> ended = new ExecutorCompletionService<>(executor);
      try {
        int left = begin(ended, job, Math.min(jobs, waiting.size()));
        while (left > 0) {
          Future<@Nullable Void> one = ended.poll(CHECK.toMillis(), TimeUnit.MILLISECONDS);
          if (one != null) {
            left--;
            await(one);
          }
          left += begin(ended, job, slow(MOST * jobs));
        }
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private synchronized int begin(CompletionService<@Nullable Void> ended, Job<T> job, int many) {
    for (int each = 0; each < many; each++) {
      Worker worker = new Worker();
      working.add(worker);
      ended.submit(
          () -> {
            try {
              job.work(worker);
            } finally {
              gone(worker);
            }
            return null;
          });
    }
    return many;
  }

  private synchronized void gone(Worker worker) {
    working.remove(worker);
  }

  /** How many are to be replaced; as long as nobody waits, nobody is. */
  private synchronized int slow(int most) {
    long now = System.nanoTime();
    int room = Math.min(waiting.size(), most - working.size());
    List<Worker> slow =
        working.stream().filter(worker -> worker.isSlow(now)).limit(Math.max(0, room)).toList();
    slow.forEach(worker -> worker.replaced = true);
    return slow.size();
  }

  private static void await(Future<?> worker) throws SandboxException, InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SandboxException fault -> throw fault;
        case InterruptedException stopped -> throw stopped;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException("a worker failed", e);
      }
    }
  }
}
