package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A file of proc(5), kept open and read again and again. Opened by the calling thread, so that it shows
 * what that thread's namespaces show.
 */
public final class ProcFile implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final int CHUNK = 4096;

  private final int fd;

  private ProcFile(int fd) {
    this.fd = fd;
  }

  /** Opens {@code path} for reading; if it cannot be opened, it reads as empty. */
  public static ProcFile open(String path) {
    return new ProcFile(Libc.open(path, O_RDONLY | O_CLOEXEC));
  }

  /** Opens {@code path} for writing; if it cannot be opened, {@link #write} returns false. */
  public static ProcFile openForWriting(String path) {
    return new ProcFile(Libc.open(path, O_WRONLY | O_CLOEXEC));
  }

  /** The content of {@code path}, or "" if it cannot be read, as of a process that is gone. */
  public static String read(String path) {
    try (ProcFile file = open(path)) {
      return file.text();
    }
  }

  /** The size of a page of memory, bytes, in which proc(5) counts. */
  public static long pageSize() {
    return Libc.pageSize();
  }

  /** Whether it could be opened. */
  public boolean exists() {
    return fd >= 0;
  }

  /** Its present content, or "" if it cannot be read any more. */
  public String text() {
    if (fd < 0) {
      return "";
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(CHUNK);
      byte[] all = new byte[0];
      while (true) {
        long count = Libc.pread(fd, chunk, CHUNK, all.length);
        if (count <= 0) {
          return new String(all, StandardCharsets.ISO_8859_1);
        }
        byte[] longer = new byte[all.length + (int) count];
        System.arraycopy(all, 0, longer, 0, all.length);
        MemorySegment.copy(chunk, JAVA_BYTE, 0, longer, all.length, (int) count);
        all = longer;
      }
    }
  }

  /** Replaces its content; tells whether the kernel took it. */
  public boolean write(String text) {
    if (fd < 0) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      return Libc.pwrite(fd, arena.allocateFrom(JAVA_BYTE, bytes), 0) == bytes.length;
    }
  }

  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
    }
  }
}
