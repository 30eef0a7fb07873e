package ipcgrade.sandbox.local;

import ipcgrade.wording.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is in a directory, links not followed.
 *
 * @param files the regular files by path relative to {@code root}, in order
 * @param directories relative to {@code root}, outer before inner, without {@code root} itself
 * @param links relative to {@code root}
 * @param others devices, FIFOs and sockets, relative to {@code root}
 * @param bytes all files together
 */
public record Tree(
    Path root,
    Map<Path, BasicFileAttributes> files,
    List<Path> directories,
    List<Path> links,
    List<Path> others,
    long bytes) {
  /** No submission has more files and directories. */
  public static final int MOST_FILES = 10_000;

  /** No submission is larger. */
  public static final long MOST_BYTES = 512L << 20;

  private static final long BLOCK = 4096;

  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("--x--x--x");

  /** No submission's tree is like this: the message is a sentence without its subject. */
  public static final class Unfit extends IOException {
    private static final long serialVersionUID = 1L;

    private Unfit(String sentence) {
      super(sentence);
    }
  }

  /**
   * Lists a directory.
   *
   * @throws Unfit if it has more than {@link #MOST_FILES} or {@link #MOST_BYTES}, or cannot be read
   */
  public static Tree of(Path root) throws IOException {
    Lister lister = new Lister(root);
    Files.walkFileTree(root, lister);
    return new Tree(
        root, lister.files, lister.directories, lister.links, lister.others, lister.bytes);
  }

  /** A directory's one file, as if there were no others in it. */
  static Tree ofFile(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Path root = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Map<Path, BasicFileAttributes> files = Map.of(root.relativize(file), attributes);
    return new Tree(root, files, List.of(), List.of(), List.of(), attributes.size());
  }

  /**
   * Copies its directories and regular files for the submission's user.
   *
   * @param target does not exist yet
   */
  void copyTo(Path target) throws IOException {
    Files.createDirectory(target);
    for (Path directory : directories) {
      Files.createDirectory(target.resolve(directory));
    }
    for (Path file : files.keySet()) {
      copyFile(root.resolve(file), target.resolve(file));
    }
    for (Path directory : directories.reversed()) {
      User.give(target.resolve(directory));
    }
    User.give(target);
  }

  /** What it takes in a file system at most: files and directories in whole blocks. */
  long roundedBytes() {
    return bytes + BLOCK * (files.size() + directories.size() + links.size() + others.size());
  }

  /** Copies one regular file, and its time, for the submission's user; a link in its place is an error. */
  static void copyFile(Path source, Path target) throws IOException {
    Subprocess.write(() -> Files.copy(source, target, LinkOption.NOFOLLOW_LINKS));
    Files.setLastModifiedTime(
        target, Files.getLastModifiedTime(source, LinkOption.NOFOLLOW_LINKS));
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(isExecutable(target) ? "rwxr-xr-x" : "rw-r--r--"));
    User.give(target);
  }

  /**
   * Whether anybody may execute a file by its permissions, which stays so in its copy; that nothing can be
   * executed where it lies, mount(8) noexec, is not its fault.
   */
  public static boolean isExecutable(Path file) throws IOException {
    return !Collections.disjoint(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS), EXECUTABLE);
  }

  private static final class Lister extends SimpleFileVisitor<Path> {
    final Path root;
    final Map<Path, BasicFileAttributes> files = new TreeMap<>();
    final List<Path> directories = new ArrayList<>();
    final List<Path> links = new ArrayList<>();
    final List<Path> others = new ArrayList<>();
    long bytes;
    int count;

    Lister(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      count();
      if (!directory.equals(root)) {
        directories.add(root.relativize(directory));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      count();
      Path path = root.relativize(file);
      if (attributes.isRegularFile()) {
        if (!User.isRoot() && !Files.isReadable(file)) {
          return visitFileFailed(file, new AccessDeniedException(file.toString()));
        }
        files.put(path, attributes);
        bytes += attributes.size();
      } else if (attributes.isSymbolicLink()) {
        links.add(path);
      } else {
        others.add(path);
      }
      if (bytes > MOST_BYTES) {
        throw new Unfit("is larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // A build goes on, and has removed it.
      }
      throw new Unfit("cannot be read at " + Printable.text(shortened(root.relativize(file))));
    }

    private void count() throws Unfit {
      if (++count > MOST_FILES) {
        throw new Unfit("has more than " + MOST_FILES + " files");
      }
    }

    private static String shortened(Path path) {
      String text = path.toString();
      return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
  }
}
