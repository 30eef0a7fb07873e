package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A directory of one sandbox, under java.io.tmpdir. It goes when it is closed or the process is told to
 * end; what a killed process left goes when the next one starts. Its owner holds a lock on a file in it,
 * which the kernel lets go when the owner dies, however it dies.
 */
public final class WorkDirectory implements AutoCloseable {
  private static final String PREFIX = "ipcgrade-";
  private static final String LOCK = "lock";
  private static final long LEAST_ROOM = 64 << 20;
  private static final Duration YOUNG = Duration.ofMinutes(1);
  private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");

  /** Those of this process: a file lock does not keep a process away from itself. */
  private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().unstarted(() -> LIVE.forEach(WorkDirectory::removeInHook)));
  }

  private final Path path;
  private final FileChannel lock;
  private final AtomicInteger directories = new AtomicInteger();

  private WorkDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes a directory that others can pass through but not list, after removing abandoned ones. */
  public static WorkDirectory open() throws SandboxException, InterruptedException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      sweep(parent);
      Path path = Files.createTempDirectory(parent, PREFIX).toRealPath();
      LIVE.add(path);
      Files.setPosixFilePermissions(path, PASSABLE);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      return new WorkDirectory(path, channel);
    } catch (IOException e) {
      throw new SandboxException("Cannot make a directory in " + parent + ": " + e.getMessage() + ".", e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** A fault of what was to be done in it; where there is no room left, with the remedy. */
  SandboxException fault(String what, IOException e) {
    String room = hasRoom() ? "" : " There is hardly any room left in " + path.getParent() + ": make some.";
    return new SandboxException(what + ": " + e.getMessage() + "." + room, e);
  }

  private boolean hasRoom() {
    try {
      return Files.getFileStore(path).getUsableSpace() >= LEAST_ROOM;
    } catch (IOException _) {
      return true;
    }
  }

  /**
   * A new directory in it, that others can pass through but not list. No other ever has or had its name: a container
   * that stands ready for what was in it must not be taken for one of another program's.
   */
  public Path directory(String name) throws IOException {
    Path made = Files.createDirectory(path.resolve(name + "-" + directories.incrementAndGet()));
    Files.setPosixFilePermissions(made, PASSABLE);
    return made;
  }

  /** A path that begins like {@code start} and is not taken yet. */
  static Path fresh(Path start) {
    for (int i = 1;; i++) {
      Path candidate = start.resolveSibling(start.getFileName() + "-" + i);
      if (!Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
        return candidate;
      }
    }
  }

  /** Writes a file that the submission's user can read, and run if it is a script. */
  Path write(String name, String text) throws IOException {
    Path file = path.resolve(name);
    Path directory = file.getParent();
    if (directory != null && Files.notExists(directory)) {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(file, text);
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(text.startsWith("#!") ? "rwxr-xr-x" : "rw-r--r--"));
    return file;
  }

  /**
   * Removes a tree, whatever a submission made of it: rm(1) follows no link and knows no longest path.
   */
  public static void remove(Path tree) throws IOException, InterruptedException {
    Duration limit = Duration.ofMinutes(1);
    String path = tree.toString();
    if (!Subprocess.run(List.of("rm", "-rf", "--", path), limit).succeeded()) {
      Subprocess.run(List.of("chmod", "-R", "u+rwx", "--", path), limit);
      Subprocess.run(List.of("rm", "-rf", "--", path), limit);
    }
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try (lock) {
      remove(path);
      LIVE.remove(path);
    } catch (IOException _) {
      // The shutdown hook, or else the next sandbox's sweep, tries again.
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void sweep(Path parent) throws IOException, InterruptedException {
    try (var abandoned = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path each : abandoned) {
        if (isAbandoned(each.toAbsolutePath())) {
          remove(each);
        }
      }
    }
  }

  private static boolean isAbandoned(Path directory) {
    try {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          || !User.owns(directory)
          || LIVE.contains(directory.toRealPath())) {
        return false;
      }
      Path lock = directory.resolve(LOCK);
      Instant since = Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS).toInstant();
      return since.isBefore(Instant.now().minus(YOUNG)) && canLock(lock);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean canLock(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        @Nullable
        FileLock lock = channel.tryLock()) {
      return lock != null;
    }
  }

  private static void removeInHook(Path path) {
    try {
      remove(path);
    } catch (IOException _) {
      // The next sandbox's sweep tries again.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
