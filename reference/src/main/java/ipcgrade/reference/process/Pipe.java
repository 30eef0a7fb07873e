package ipcgrade.reference.process;

import static ipcgrade.reference.libc.CFunction.INT;
import static ipcgrade.reference.libc.CFunction.LONG;
import static ipcgrade.reference.libc.CFunction.POINTER;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ipcgrade.reference.libc.CFunction;
import ipcgrade.reference.libc.ErrnoCapture;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/** A pipe that carries numbers, pipe(7). Neither end reaches a child unless it is handed to it. */
public record Pipe(Reader reader, Writer writer) {
  private static final int O_CLOEXEC = 02000000;

  private static final class Handles {
    private static final MethodHandle CLOSE = CFunction.withErrno("close", INT, INT);
    private static final MethodHandle READ = CFunction.withErrno("read", LONG, INT, POINTER, LONG);
    private static final MethodHandle WRITE = CFunction.withErrno("write", LONG, INT, POINTER, LONG);
    private static final MethodHandle PIPE2 = CFunction.withErrno("pipe2", INT, POINTER, INT);
  }

  /** A new pipe, pipe2(2). */
  public static Pipe open() {
    try (var errno = new ErrnoCapture("pipe2")) {
      MemorySegment fds = errno.arena().allocate(JAVA_INT, 2);
      errno.check((int) Handles.PIPE2.invokeExact(errno.segment(), fds, O_CLOEXEC));
      return new Pipe(new Reader(fds.getAtIndex(JAVA_INT, 0)), new Writer(fds.getAtIndex(JAVA_INT, 1)));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  /** The end to read from. */
  public record Reader(int fd) implements AutoCloseable {
    /** The next number; waits for it. Empty once every writer has closed its end or died. */
    public OptionalInt read() {
      try (var errno = new ErrnoCapture("read")) {
        MemorySegment number = errno.arena().allocate(JAVA_INT);
        long length =
            errno.check(
                (long) Handles.READ.invokeExact(errno.segment(), fd, number, JAVA_INT.byteSize()));
        return length == 0 ? OptionalInt.empty() : OptionalInt.of(number.get(JAVA_INT, 0));
      } catch (Throwable thrown) {
        throw ErrnoCapture.rethrown(thrown);
      }
    }

    @Override
    public void close() {
      Pipe.close(fd);
    }
  }

  /** The end to write to. */
  public record Writer(int fd) implements AutoCloseable {
    /**
     * Writes a number, in one piece.
     *
     * @throws ipcgrade.reference.libc.ErrnoException EPIPE if nobody can read it any more
     */
    public void write(int number) {
      try (var errno = new ErrnoCapture("write")) {
        MemorySegment bytes = errno.arena().allocateFrom(JAVA_INT, number);
        errno.check((long) Handles.WRITE.invokeExact(errno.segment(), fd, bytes, JAVA_INT.byteSize()));
      } catch (Throwable thrown) {
        throw ErrnoCapture.rethrown(thrown);
      }
    }

    @Override
    public void close() {
      Pipe.close(fd);
    }
  }

  private static void close(int fd) {
    try (var errno = new ErrnoCapture("close")) {
      errno.check((int) Handles.CLOSE.invokeExact(errno.segment(), fd));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }
}
