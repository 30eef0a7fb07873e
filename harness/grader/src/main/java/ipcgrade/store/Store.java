package ipcgrade.store;

import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The results of a class, as {@code grade --out} leaves them in a directory:
 *
 * <pre>
 * result.json                          of the whole class; a line for each submission
 * class.json                           what belongs to it: {@link Head}
 * grading.yml                          what it was judged by; grading.runs.yml, if that is another, what ran it
 * submissions/NAME/result.json         of one submission
 *                  provenance.json     what that was made of: {@link Provenance}
 *                  traces.jsonl.xz     its runs, unless they were left out
 *                  sources/            as they were graded
 * </pre>
 *
 * <p>What is in {@code submissions} is whole: each comes there in one step. A store may be read while it is
 * written.
 */
public final class Store {
  private final Path directory;
  private final Head head;
  private final Map<String, Provenance> graded;

  private Store(Path directory, Head head, Map<String, Provenance> graded) {
    this.directory = directory;
    this.head = head;
    this.graded = Collections.unmodifiableMap(graded);
  }

  /** Whether a directory is a store. */
  public static boolean is(Path directory) {
    return Files.isRegularFile(directory.resolve(Layout.HEAD));
  }

  /**
   * Opens a store as it is now.
   *
   * @throws NoSuchFileException if it is none
   * @throws IOException if it is damaged; the message names the file
   */
  public static Store open(Path directory) throws IOException {
    return new Store(directory, Layout.read(Head.class, directory.resolve(Layout.HEAD)), graded(directory));
  }

  /** What there are results of, by name. */
  static Map<String, Provenance> graded(Path directory) throws IOException {
    Map<String, Provenance> graded = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory.resolve(Layout.SUBMISSIONS))) {
      for (Path each : all.filter(path -> !path.endsWith(Layout.STAGING)).toList()) {
        try {
          Provenance provenance = Layout.read(Provenance.class, each.resolve(Layout.PROVENANCE));
          graded.put(provenance.name(), provenance);
        } catch (NoSuchFileException | NotDirectoryException _) {
          // it has just been replaced, or was never one of ours
        }
      }
    } catch (NoSuchFileException _) {
      // nothing is graded yet
    }
    return graded;
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** What it is about. */
  public Head head() {
    return head;
  }

  /** The grading.yml that its results are judged by. */
  public Path spec() {
    return directory.resolve(Layout.SPEC);
  }

  /** The grading.yml that its runs were made by: {@link #spec}, unless they were scored by another since. */
  public Path runSpec() {
    Path other = directory.resolve(Layout.RUN_SPEC);
    return Files.exists(other) ? other : spec();
  }

  /** The names of the submissions that it has results of, in order. */
  public List<String> submissions() {
    return List.copyOf(graded.keySet());
  }

  /** The names of those that belong to it and have no result yet, in order. */
  public List<String> missing() {
    return head.submissions().stream().filter(name -> !graded.containsKey(name)).toList();
  }

  /**
   * The result of a submission.
   *
   * @throws NoSuchFileException if there is none
   * @throws IOException if it is damaged; the message names the file
   */
  public Result.Submission result(String name) throws IOException {
    return ResultJson.readOwn(directory(name).resolve(Layout.RESULT)).submissions().getFirst();
  }

  /**
   * What the result of a submission was made of.
   *
   * @throws NoSuchFileException if there is no result
   */
  public Provenance provenance(String name) throws NoSuchFileException {
    Provenance provenance = graded.get(name);
    if (provenance == null) {
      throw new NoSuchFileException(directory(name).toString());
    }
    return provenance;
  }

  /**
   * The runs of a submission, in the order of {@link Result.Submission#runs}; none if they were left out, or were
   * never made.
   *
   * @throws IOException if they are damaged; the message names the file
   */
  public List<Trace> traces(String name) throws IOException {
    Path file = directory(name).resolve(Layout.TRACES);
    return Files.exists(file) ? TraceFile.read(file) : List.of();
  }

  /** The directory with the sources of a submission; what evidence calls its file is relative to it. */
  public Path sources(String name) {
    return directory(name).resolve(Layout.SOURCES);
  }

  /**
   * The lines of a source file; none if the submission has no such file. What is not UTF-8 in it is replaced.
   *
   * @param file relative to {@link #sources}, as evidence has it
   */
  public List<String> source(String name, String file) throws IOException {
    Path sources = sources(name);
    Path path = sources.resolve(file).normalize();
    if (!path.startsWith(sources) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    return new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines().toList();
  }

  /** Where the files of a submission are. */
  Path directory(String name) {
    return directory.resolve(Layout.SUBMISSIONS).resolve(Layout.directory(name));
  }

  /** Writes the result of the whole class: what there are results of, in order of the names. */
  void writeResult(Spec by) throws IOException {
    Path fresh = directory.resolve(Layout.RESULT + ".new");
    try (Writer writer = Files.newBufferedWriter(fresh);
        ResultJson.Lines lines = ResultJson.lines(by, writer)) {
      for (String name : submissions()) {
        lines.add(result(name));
      }
    }
    Files.move(fresh, directory.resolve(Layout.RESULT), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * All results, which are kept in memory together.
   *
   * @throws SpecException if {@link #spec} cannot be used
   */
  public Result result() throws IOException, SpecException {
    List<Result.Submission> all = new ArrayList<>();
    for (String name : submissions()) {
      all.add(result(name));
    }
    return Result.of(SpecLoader.load(spec()), all);
  }
}
