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
import java.util.List;

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
    int processors = Runtime.getRuntime().availableProcessors();
    List<Result.Submission> results =
        Parallel.each(
            names,
            processors,
            name -> {
              Graded graded = graded(store, name);
              report.add(graded, SourceFiles.in(store.sources(name)));
              return graded.result();
            });
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
