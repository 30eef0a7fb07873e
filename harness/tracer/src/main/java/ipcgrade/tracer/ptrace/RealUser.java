package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calling thread as another user in name: its real IDs are those of the user, its effective ones and so its
 * capabilities stay. prlimit(2) of a user's process asks for their real IDs, or for CAP_SYS_RESOURCE, which root has
 * not everywhere. setresuid(3) would change all threads, the system call changes one.
 */
final class RealUser implements AutoCloseable {
  private static final Numbers SETRESUID = new Numbers(117, 147);
  private static final Numbers SETRESGID = new Numbers(119, 149);
  private static final Numbers GETUID = new Numbers(102, 174);
  private static final Numbers GETGID = new Numbers(104, 176);
  private static final long UNCHANGED = -1;
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  @SuppressWarnings("restricted") // the module is granted native access for just this
  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
              Linker.Option.captureCallState("errno"),
              Linker.Option.firstVariadicArg(1));

  private final long uid = syscall(GETUID, 0);
  private final long gid = syscall(GETGID, 0);

  private RealUser(int user, int group) {
    become(user, group);
  }

  /** Until it is closed. */
  static RealUser of(int uid, int gid) {
    return new RealUser(uid, gid);
  }

  private static void become(long user, long group) {
    long result = Math.min(syscall(SETRESGID, group), syscall(SETRESUID, user));
    if (result < 0) {
      throw new KernelFault("acting as user " + user, (int) -result);
    }
  }

  private static long syscall(Numbers call, long real) {
    long number = Architecture.here().number(call);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) SYSCALL.invokeExact(state, number, real, UNCHANGED, UNCHANGED);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (Throwable e) {
      throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    become(uid, gid);
  }
}
