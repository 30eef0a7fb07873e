package ipcgrade.store;

import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a store: one process at a time, any number of its threads.
 *
 * <p>A result is made beside its place and renamed there, so that a writer that is killed leaves whole results only,
 * and what is not whole is graded again. After a power failure a file may be empty; that is found when it is read.
 */
public final class StoreWriter implements AutoCloseable {
  /** Of a submission's sources so much is kept: they are there to be shown. */
  private static final long MOST_BYTES = 4L << 20;

  private static final int MOST_FILES = 500;
  private static final int LONGEST_PATH = 1000;

  private final Path directory;
  private final FileChannel lock;
  private final Map<String, Provenance> graded;
  private final Spec spec;

  private StoreWriter(Path directory, FileChannel lock, Spec spec) {
    this.directory = directory;
    this.lock = lock;
    this.spec = spec;
    this.graded = new TreeMap<>();
  }

  /** Another process writes the same store. */
  public static final class Busy extends IOException {
    private static final long serialVersionUID = 1L;

    private Busy(Path directory) {
      super(directory + " is being written by another ipcgrade");
    }
  }

  /** A directory holds something else. */
  public static final class Occupied extends IOException {
    private static final long serialVersionUID = 1L;
    private final String assignment;

    private Occupied(Path directory, String assignment) {
      super(directory + (assignment.isEmpty() ? " is no store" : " is of the assignment " + assignment));
      this.assignment = assignment;
    }

    /** The assignment that it holds results of; empty if it holds none. */
    public String assignment() {
      return assignment;
    }
  }

  /**
   * Opens a store for writing, and makes it if it is not there.
   *
   * @param head what it is about from now on
   * @param spec what its results are judged by
   * @param file that spec's, which is copied into it
   * @throws Occupied if the directory holds something else, or results of another assignment
   * @throws Busy if another process writes it
   */
  public static StoreWriter open(Path directory, Head head, Spec spec, Path file) throws IOException {
    requireOurs(directory, head);
    Files.createDirectories(directory.resolve(Layout.SUBMISSIONS));
    StoreWriter writer = locked(directory, spec);
    try {
      Files.createDirectories(writer.staging());
      Layout.write(head, directory.resolve(Layout.HEAD));
      if (!Files.exists(directory.resolve(Layout.SPEC))
          || !Files.isSameFile(directory.resolve(Layout.SPEC), file)) {
        Layout.replace(directory.resolve(Layout.SPEC), Files.readString(file));
        Files.deleteIfExists(directory.resolve(Layout.RUN_SPEC));
      }
      writer.graded.putAll(Store.graded(directory));
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private static void requireOurs(Path directory, Head head) throws IOException {
    if (Store.is(directory)) {
      Head former = Layout.read(Head.class, directory.resolve(Layout.HEAD));
      if (!former.assignment().equals(head.assignment())) {
        throw new Occupied(directory, former.assignment());
      }
    } else if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isDirectory(directory)) {
        throw new Occupied(directory, "");
      }
      try (Stream<Path> inside = Files.list(directory)) {
        // what a writer leaves that was killed before it wrote what the store is about
        List<String> own = List.of(Layout.SUBMISSIONS, Layout.LOCK, Layout.HEAD + ".new");
        if (!inside.allMatch(each -> own.contains(String.valueOf(each.getFileName())))) {
          throw new Occupied(directory, "");
        }
      }
    }
  }

  private static StoreWriter locked(Path directory, Spec spec) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(Layout.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable
    FileLock lock = null;
    try {
      lock = channel.tryLock(); // the kernel lets it go when we die, however we die
    } catch (OverlappingFileLockException _) {
      // another thread of this process has it
    }
    if (lock == null) {
      channel.close();
      throw new Busy(directory);
    }
    return new StoreWriter(directory, channel, spec);
  }

  /**
   * Keeps what was found out about a submission, in place of what was known before.
   *
   * @param traces none to leave them out
   * @param root the directory of its sources
   * @param sources relative to {@code root}
   */
  public void put(
      Result.Submission result, Provenance provenance, List<Trace> traces, Path root,
      Collection<Path> sources)
      throws IOException {
    Path fresh = stage(result, provenance);
    if (!traces.isEmpty()) {
      TraceFile.write(traces, fresh.resolve(Layout.TRACES));
    }
    copySources(root, sources, fresh.resolve(Layout.SOURCES));
    settle(fresh, provenance);
  }

  /**
   * Keeps a result that was made for another submission of this store: the traces and sources are the same files.
   *
   * @param original the name of the other
   */
  public void put(Result.Submission result, Provenance provenance, String original) throws IOException {
    link(result, provenance, place(original));
  }

  /** Keeps what another store knows of a submission. */
  public void put(String name, Store from) throws IOException {
    link(from.result(name), from.provenance(name), from.directory(name));
  }

  private void link(Result.Submission result, Provenance provenance, Path other) throws IOException {
    Path fresh = stage(result, provenance);
    if (Files.exists(other.resolve(Layout.TRACES))) {
      link(other.resolve(Layout.TRACES), fresh.resolve(Layout.TRACES));
    }
    Path sources = other.resolve(Layout.SOURCES);
    if (Files.isDirectory(sources)) {
      linkTree(sources, fresh.resolve(Layout.SOURCES));
    }
    settle(fresh, provenance);
  }

  /** A result that is written and not yet in its place. */
  public final class Pending {
    private final Path fresh;
    private final Provenance provenance;

    private Pending(Path fresh, Provenance provenance) {
      this.fresh = fresh;
      this.provenance = provenance;
    }

    /** Puts it in the place of the former. */
    public void settle() throws IOException {
      Path place = place(provenance.name());
      // if we are killed in between, it is scored again by the same rules
      Files.move(fresh, place.resolve(Layout.RESULT), StandardCopyOption.ATOMIC_MOVE);
      Layout.write(provenance, place.resolve(Layout.PROVENANCE));
      remember(provenance);
    }
  }

  /** Prepares another result of a submission whose runs stay as they are. */
  public Pending rescore(Result.Submission result, Provenance provenance) throws IOException {
    Path fresh = staging().resolve(Layout.directory(result.name()) + ".rescored");
    ResultJson.write(Result.of(spec, List.of(result)), fresh);
    return new Pending(fresh, provenance);
  }

  /** The grading.yml that its results, whose runs stay as they are, are judged by from now on. */
  public void rejudged(Path file) throws IOException {
    Path runs = directory.resolve(Layout.RUN_SPEC);
    if (!Files.exists(runs)) {
      Layout.replace(runs, Files.readString(directory.resolve(Layout.SPEC)));
    }
    Layout.replace(directory.resolve(Layout.SPEC), Files.readString(file));
  }

  /** The store as it is now. */
  public Store store() throws IOException {
    return Store.open(directory);
  }

  /** What the result of a submission was made of; null if there is none. */
  public synchronized @Nullable Provenance provenance(String name) {
    return graded.get(name);
  }

  /** The result of a submission as it is kept now. */
  public Result.Submission result(String name) throws IOException {
    return ResultJson.readOwn(place(name).resolve(Layout.RESULT)).submissions().getFirst();
  }

  /** The provenances of all that there are results of, in order of the names. */
  public synchronized List<Provenance> provenances() {
    return List.copyOf(graded.values());
  }

  /** Writes the result of the whole class from what is there. */
  public void writeResult() throws IOException {
    store().writeResult(spec);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      if (Files.isDirectory(staging())) {
        remove(staging());
      }
    }
  }

  private Path stage(Result.Submission result, Provenance provenance) throws IOException {
    Path fresh = staging().resolve(Layout.directory(result.name()));
    if (Files.exists(fresh)) {
      remove(fresh);
    }
    Files.createDirectory(fresh);
    ResultJson.write(Result.of(spec, List.of(result)), fresh.resolve(Layout.RESULT));
    Layout.write(provenance, fresh.resolve(Layout.PROVENANCE));
    return fresh;
  }

  private void settle(Path fresh, Provenance provenance) throws IOException {
    Path place = place(provenance.name());
    if (Files.exists(place)) {
      Path former = staging().resolve(place.getFileName() + ".former");
      Files.move(place, former, StandardCopyOption.ATOMIC_MOVE);
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
      remove(former);
    } else {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    }
    remember(provenance);
  }

  private synchronized void remember(Provenance provenance) {
    graded.put(provenance.name(), provenance);
  }

  private Path staging() {
    return directory.resolve(Layout.SUBMISSIONS).resolve(Layout.STAGING);
  }

  private Path place(String name) {
    return directory.resolve(Layout.SUBMISSIONS).resolve(Layout.directory(name));
  }

  private static void copySources(Path root, Collection<Path> sources, Path target) throws IOException {
    long bytes = 0;
    int files = 0;
    for (Path source : sources) {
      Path path = root.resolve(source);
      long size = Files.size(path);
      if (bytes + size <= MOST_BYTES && files < MOST_FILES && source.toString().length() <= LONGEST_PATH) {
        Path copy = target.resolve(source);
        Files.createDirectories(copy.getParent());
        Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS);
        bytes += size;
        files++;
      }
    }
  }

  private static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException _) {
      Files.copy(from, to); // another file system, or one without links
    }
  }

  private static void linkTree(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path each : tree.toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(copy);
        } else {
          link(each, copy);
        }
      }
    }
  }

  private static void remove(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
