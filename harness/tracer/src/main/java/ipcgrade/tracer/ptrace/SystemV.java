package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls on message queues that the tracer itself makes; what fails returns the negated errno, as in {@link Libc}. */
final class SystemV {
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  private SystemV() {}

  /** msgget(2). */
  static int msgget(int key, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.MSGGET.invokeExact(state, key, flags);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** msgsnd(2). */
  static int msgsnd(int msqid, long mtype, byte[] mtext, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment message = arena.allocate(JAVA_LONG.byteSize() + mtext.length, JAVA_LONG.byteAlignment());
      message.set(JAVA_LONG, 0, mtype);
      MemorySegment.copy(mtext, 0, message, JAVA_BYTE, JAVA_LONG.byteSize(), mtext.length);
      int result = (int) Handles.MSGSND.invokeExact(state, msqid, message, (long) mtext.length, flags);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** msgctl(2). */
  static int msgctl(int msqid, int command, MemorySegment buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.MSGCTL.invokeExact(state, msqid, command, buffer);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  /** Apart from {@link Libc}'s, since few runs need them. */
  private static final class Handles {
    static final MethodHandle MSGGET = Libc.Handles.failing("msgget", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle MSGSND =
        Libc.Handles.failing("msgsnd", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle MSGCTL = Libc.Handles.failing("msgctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  }
}
