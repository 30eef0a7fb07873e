package ipcgrade.cli;

import ipcgrade.grade.Heap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same with each submission of a store, several at a time. */
final class Parallel {
  private Parallel() {}

  /** What is done with one. */
  @FunctionalInterface
  interface Work<R> {
    R with(String name) throws IOException;
  }

  /**
   * Does it with all.
   *
   * @param jobs how many at a time
   * @return what came of each, in the order of the names
   * @throws IOException of the first that failed, when none goes on any more
   */
  static <R> List<R> each(List<String> names, int jobs, Work<R> work)
      throws IOException, InterruptedException {
    Heap.bound();
    List<R> all = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(jobs)) {
      try {
        List<Future<R>> futures = new ArrayList<>();
        for (String name : names) {
          futures.add(executor.submit(() -> work.with(name)));
        }
        for (Future<R> future : futures) {
          all.add(future.get());
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException fault) {
          throw fault;
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        executor.shutdownNow();
      }
    }
    return all;
  }
}
