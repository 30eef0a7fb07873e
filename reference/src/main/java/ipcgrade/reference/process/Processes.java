package ipcgrade.reference.process;

import static ipcgrade.reference.libc.CFunction.INT;
import static ipcgrade.reference.libc.CFunction.LONG;
import static ipcgrade.reference.libc.CFunction.POINTER;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ipcgrade.reference.libc.CFunction;
import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoCapture;
import ipcgrade.reference.libc.ErrnoException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Child processes. Not by ProcessBuilder: the JDK starts a helper program for each and reaps it on a
 * thread of its own.
 */
public final class Processes {
  private static final int SIGTERM = 15;
  private static final int ANY_CHILD = -1;
  private static final int PR_SET_PDEATHSIG = 1;
  private static final long FILE_ACTIONS_SIZE = 80;

  private Processes() {}

  private static final class ParentHandles {
    private static final MethodHandle POSIX_SPAWN =
        CFunction.plain("posix_spawn", INT, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle INIT =
        CFunction.plain("posix_spawn_file_actions_init", INT, POINTER);
    private static final MethodHandle ADDDUP2 =
        CFunction.plain("posix_spawn_file_actions_adddup2", INT, POINTER, INT, INT);
    private static final MethodHandle DESTROY =
        CFunction.plain("posix_spawn_file_actions_destroy", INT, POINTER);
    private static final MethodHandle WAITPID = CFunction.withErrno("waitpid", INT, INT, POINTER, INT);
    private static final MethodHandle KILL = CFunction.withErrno("kill", INT, INT, INT);
  }

  private static final class ChildHandles {
    private static final MethodHandle PRCTL =
        CFunction.variadicWithErrno("prctl", 1, INT, INT, LONG);
  }

  /**
   * Starts a program as a child of the calling thread, posix_spawn(3), with this process's environment.
   *
   * @param executable its path
   * @param arguments argv, from argv[0] on
   * @param fd an open descriptor that the child gets as {@code childFd}
   * @return its pid
   */
  public static int spawn(String executable, List<String> arguments, int fd, int childFd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(FILE_ACTIONS_SIZE, Long.BYTES);
      requireZero("posix_spawn_file_actions_init", (int) ParentHandles.INIT.invokeExact(actions));
      try {
        requireZero(
            "posix_spawn_file_actions_adddup2",
            (int) ParentHandles.ADDDUP2.invokeExact(actions, fd, childFd));
        MemorySegment pid = arena.allocate(JAVA_INT);
        MemorySegment path = arena.allocateFrom(executable);
        MemorySegment argv = strings(arena, arguments);
        MemorySegment environ = CFunction.pointer("environ");
        requireZero(
            "posix_spawn",
            (int)
                ParentHandles.POSIX_SPAWN.invokeExact(
                    pid, path, actions, MemorySegment.NULL, argv, environ));
        return pid.get(JAVA_INT, 0);
      } finally {
        requireZero("posix_spawn_file_actions_destroy", (int) ParentHandles.DESTROY.invokeExact(actions));
      }
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  /**
   * Waits until a child has ended and reaps it, waitpid(2).
   *
   * @throws ErrnoException ECHILD if there is none
   */
  public static Ended waitForAny() {
    while (true) {
      try {
        return waitpid(ANY_CHILD);
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EINTR) {
          throw e;
        }
      }
    }
  }

  /** Sends SIGTERM, kill(2); does nothing if there is no such process any more. */
  public static void terminate(int pid) {
    try (var errno = new ErrnoCapture("kill")) {
      errno.check((int) ParentHandles.KILL.invokeExact(errno.segment(), pid, SIGTERM));
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  /** Has the kernel send SIGTERM to this process when the thread that spawned it ends, prctl(2). */
  public static void endWithParent() {
    try (var errno = new ErrnoCapture("prctl")) {
      errno.check((int) ChildHandles.PRCTL.invokeExact(errno.segment(), PR_SET_PDEATHSIG, (long) SIGTERM));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  private static Ended waitpid(int target) {
    try (var errno = new ErrnoCapture("waitpid")) {
      MemorySegment status = errno.arena().allocate(JAVA_INT);
      int pid =
          errno.check((int) ParentHandles.WAITPID.invokeExact(errno.segment(), target, status, 0));
      return Ended.ofWaitStatus(pid, status.get(JAVA_INT, 0));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  private static MemorySegment strings(Arena arena, List<String> strings) {
    MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
    }
    return array;
  }

  private static void requireZero(String call, int error) {
    if (error != 0) {
      throw new ErrnoException(call, error);
    }
  }
}
