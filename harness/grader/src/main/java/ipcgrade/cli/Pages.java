package ipcgrade.cli;

import ipcgrade.grade.Graded;
import ipcgrade.report.html.HtmlReport;
import ipcgrade.report.html.SourceFiles;
import ipcgrade.score.Result;
import ipcgrade.store.Store;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes pages for a browser of what a store keeps: {@code --html}. */
final class Pages {
  private final Assignment assignment;
  private final Words words;

  Pages(Assignment assignment, Words words) {
    this.assignment = assignment;
    this.words = words;
  }

  /** The page of one submission. */
  void one(Path directory, Store store, String name) throws IOException {
    begin(directory).only(graded(store, name), SourceFiles.in(store.sources(name)));
  }

  /**
   * The page of a class and those of its submissions, several at a time.
   *
   * @param names which, and in which order
   */
  void all(Path directory, Store store, List<String> names) throws IOException, InterruptedException {
    HtmlReport report = begin(directory);
    List<Result.Submission> results = new ArrayList<>();
    int processors = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(processors)) {
      List<Future<Result.Submission>> pages =
          names.stream()
              .map(
                  name -> executor.submit(
                      () -> {
                        Graded graded = graded(store, name);
                        report.add(graded, SourceFiles.in(store.sources(name)));
                        return graded.result();
                      }))
              .toList();
      try {
        for (Future<Result.Submission> page : pages) {
          results.add(page.get());
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException fault) {
          throw fault;
        }
        throw new IllegalStateException("a page cannot be made", e);
      } finally {
        executor.shutdownNow();
      }
    }
    report.finish(results);
  }

  private HtmlReport begin(Path directory) throws IOException {
    return HtmlReport.in(directory, assignment.spec(), words);
  }

  /** What is kept of a submission, its runs read again. */
  private Graded graded(Store store, String name) throws IOException {
    Result.Submission result = store.result(name);
    List<Trace> traces = result.runs().isEmpty() ? List.of() : store.traces(name);
    return traces.size() == result.runs().size() && !traces.isEmpty()
        ? Graded.of(result, assignment.scorer().assess(traces))
        : Graded.of(result);
  }
}
