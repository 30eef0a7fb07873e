package ipcgrade.sandbox.archive;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.Sandbox.Build;
import ipcgrade.sandbox.Sandbox.Exceeded;
import ipcgrade.sandbox.Sandbox.Failed;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Sources;
import ipcgrade.sandbox.local.Tree;
import ipcgrade.sandbox.local.WorkDirectory;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds submissions that may be archives: .zip, .7z, .tar and .tar compressed with gzip, bzip2 or xz, and
 * directories that hold nothing but one. An archive in an archive is unpacked too, but none in that.
 */
public final class Unpacking {
  private static final int DEEPEST = 2;
  private static final int SHOWN = 80;

  private Unpacking() {}

  /** Whether a file is named as an archive is. */
  public static boolean isArchive(Path file) {
    return Format.isNamed(String.valueOf(file.getFileName())) && Files.isRegularFile(file);
  }

  /**
   * What was handed in, out of its archive if it was in one. Closing it removes what was unpacked.
   */
  public static final class Opened implements AutoCloseable {
    private final Path path;
    private final List<String> notices;
    private final Optional<String> refused;
    private final @Nullable WorkDirectory work;

    private Opened(Path path, List<String> notices, Optional<String> refused, @Nullable WorkDirectory work) {
      this.path = path;
      this.notices = List.copyOf(notices);
      this.refused = refused;
      this.work = work;
    }

    /** The directory or file that can be built; that which was handed in, if its archive is refused. */
    public Path path() {
      return path;
    }

    /** What stayed behind in the archive, a sentence each. */
    public List<String> notices() {
      return notices;
    }

    /** Why its archive cannot be unpacked, if so: a sentence. */
    public Optional<String> refused() {
      return refused;
    }

    @Override
    public void close() {
      if (work != null) {
        work.close();
      }
    }
  }

  /**
   * Opens a submission.
   *
   * @throws SandboxException if the harness, not the submission, is at fault
   */
  public static Opened open(Path submission) throws SandboxException, InterruptedException {
    Optional<Path> archive = archive(submission);
    if (archive.isEmpty()) {
      return new Opened(submission, List.of(), Optional.empty(), null);
    }
    List<String> notices = new ArrayList<>();
    WorkDirectory work = WorkDirectory.open();
    boolean sound = false;
    try {
      Path inside = submission;
      for (int depth = 0; depth < DEEPEST && archive.isPresent(); depth++) {
        inside = work.directory("unpacked");
        unpack(archive.get(), inside, notices);
        archive = archive(inside);
      }
      sound = true;
      return new Opened(inside, notices, Optional.empty(), work);
    } catch (Refused e) {
      return new Opened(submission, notices, Optional.of(e.getMessage() + "."), null);
    } catch (IOException e) {
      throw new SandboxException("Cannot unpack " + submission + ": " + e + ".", e);
    } finally {
      if (!sound) {
        work.close();
      }
    }
  }

  /**
   * {@link Sandbox#build}, of what is in {@code submission} if that is an archive. What stayed behind in it
   * stands in the log of a build that fails.
   *
   * @throws SandboxException if the harness, not the submission, is at fault
   */
  public static Build build(Sandbox sandbox, Path submission, Spec spec)
      throws SandboxException, InterruptedException {
    try (Opened opened = open(submission)) {
      return build(sandbox, opened, spec);
    }
  }

  /** Likewise, of what is open. */
  public static Build build(Sandbox sandbox, Opened submission, Spec spec)
      throws SandboxException, InterruptedException {
    return submission.refused.isPresent()
        ? new Failed(submission.refused.get(), String.join("\n", submission.notices))
        : noting(sandbox.build(submission.path, spec), submission.notices);
  }

  /** The archive that a submission is, or that is all there is in it. */
  private static Optional<Path> archive(Path submission) {
    try {
      Path real = submission.toRealPath();
      if (Files.isDirectory(real)) {
        return alone(Tree.of(real));
      }
      return isArchive(submission) ? Optional.of(real) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // what cannot be read is said when it is copied
    }
  }

  private static Optional<Path> alone(Tree tree) {
    List<Path> archives = new ArrayList<>();
    for (Path file : tree.files().keySet()) {
      Path path = tree.root().resolve(file);
      boolean noise = Sources.isNoise(file);
      if (!noise && Sources.isProgram(path)) {
        return Optional.empty();
      }
      if (!noise && isArchive(path)) {
        archives.add(path);
      }
    }
    return archives.size() == 1 ? Optional.of(archives.getFirst()) : Optional.empty();
  }

  /** Unpacks an archive; what is wrong with it becomes a sentence about it. */
  static void unpack(Path archive, Path target, List<String> notices) throws IOException {
    unpack(new Archive(archive), archive, new Unpacker(target, Files.size(archive)), notices);
  }

  static void unpack(Archive content, Path archive, Unpacker unpacker, List<String> notices)
      throws IOException {
    String subject =
        "The archive " + Printable.line(String.valueOf(archive.getFileName()), SHOWN) + " ";
    try {
      content.read(unpacker);
      if (unpacker.last().isEmpty()) {
        throw new Refused("holds no files");
      }
    } catch (Refused e) {
      throw new Refused(subject + e.getMessage());
    } catch (Unpacker.WriteFault e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Refused(
          subject + (unpacker.last().isEmpty() ? "is damaged" : "is damaged, at " + unpacker.last()));
    } finally {
      notices.addAll(unpacker.notices());
    }
  }

  private static Build noting(Build build, List<String> notices) {
    if (notices.isEmpty()) {
      return build;
    }
    String text = String.join("\n", notices) + "\n";
    return switch (build) {
      case Program program -> program;
      case Failed failed -> new Failed(failed.reason(), text + failed.log());
      case Exceeded exceeded -> new Exceeded(exceeded.limit(), exceeded.value(), text + exceeded.log());
    };
  }
}
