package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** A mounted file system, held by its top directory; it stays as long as that is open. */
public final class FileSystem implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;
  private static final int STATFS_BYTES = 120;

  private final int fd;

  private FileSystem(int fd) {
    this.fd = fd;
  }

  /** The file system of a directory; none if it is not there. */
  public static Optional<FileSystem> of(String directory) {
    int fd = Libc.open(directory + "/.", O_PATH | O_CLOEXEC);
    return fd < 0 ? Optional.empty() : Optional.of(new FileSystem(fd));
  }

  /** What is in it, in whole blocks, and the number of its files, statfs(2); nothing if it does not say. */
  public Content content() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STATFS_BYTES, 8);
      if (Libc.fstatfs(fd, status) < 0) {
        return new Content(0, 0);
      }
      long blocks = status.get(JAVA_LONG, 16) - status.get(JAVA_LONG, 24);
      return new Content(
          blocks * status.get(JAVA_LONG, 8), status.get(JAVA_LONG, 40) - status.get(JAVA_LONG, 48));
    }
  }

  /** How much a file system holds: bytes in whole blocks, and files, directories and links. */
  public record Content(long bytes, long files) {}

  @Override
  public void close() {
    Libc.close(fd);
  }
}
