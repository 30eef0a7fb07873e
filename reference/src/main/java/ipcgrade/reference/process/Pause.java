package ipcgrade.reference.process;

import static ipcgrade.reference.libc.CFunction.INT;
import static ipcgrade.reference.libc.CFunction.POINTER;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ipcgrade.reference.libc.CFunction;
import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoCapture;
import ipcgrade.reference.libc.ErrnoException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** Waits for time to pass, by one system call; Thread.sleep would make several, on a monitor. */
public final class Pause {
  private static final StructLayout TIMESPEC =
      MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"));
  private static final MethodHandle NANOSLEEP =
      CFunction.withErrno("nanosleep", INT, POINTER, POINTER);

  private Pause() {}

  /** Waits that many seconds, nanosleep(2); a signal does not cut it short. */
  public static void seconds(long seconds) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rest = arena.allocate(TIMESPEC);
      rest.set(JAVA_LONG, 0, seconds);
      while (!slept(rest)) {}
    }
  }

  private static boolean slept(MemorySegment rest) {
    try (var errno = new ErrnoCapture("nanosleep")) {
      errno.check((int) NANOSLEEP.invokeExact(errno.segment(), rest, rest));
      return true;
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EINTR) {
        return false;
      }
      throw e;
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }
}
