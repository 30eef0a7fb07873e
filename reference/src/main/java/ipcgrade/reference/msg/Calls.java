package ipcgrade.reference.msg;

import static ipcgrade.reference.libc.CFunction.INT;
import static ipcgrade.reference.libc.CFunction.LONG;
import static ipcgrade.reference.libc.CFunction.POINTER;

import ipcgrade.reference.libc.CFunction;
import ipcgrade.reference.libc.ErrnoCapture;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C functions, one typed wrapper each. */
final class Calls {
  static final int IPC_PRIVATE = 0;
  static final int IPC_CREAT = 01000;
  static final int IPC_EXCL = 02000;
  static final int IPC_NOWAIT = 04000;
  static final int MSG_NOERROR = 010000;
  static final int MSG_EXCEPT = 020000;

  static final int IPC_RMID = 0;
  static final int IPC_SET = 1;
  static final int IPC_STAT = 2;

  private Calls() {}

  private static final class Handles {
    private static final MethodHandle MSGGET = CFunction.withErrno("msgget", INT, INT, INT);
    private static final MethodHandle MSGSND =
        CFunction.withErrno("msgsnd", INT, INT, POINTER, LONG, INT);
    private static final MethodHandle MSGRCV =
        CFunction.withErrno("msgrcv", LONG, INT, POINTER, LONG, LONG, INT);
    private static final MethodHandle MSGCTL = CFunction.withErrno("msgctl", INT, INT, INT, POINTER);
  }

  private static final class KeyHandles {
    private static final MethodHandle FTOK = CFunction.withErrno("ftok", INT, POINTER, INT);
  }

  static int msgget(int key, int msgflg) {
    try (var errno = new ErrnoCapture("msgget")) {
      return errno.check((int) Handles.MSGGET.invokeExact(errno.segment(), key, msgflg));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  static void msgsnd(int msqid, MemorySegment msgp, long msgsz, int msgflg) {
    try (var errno = new ErrnoCapture("msgsnd")) {
      errno.check((int) Handles.MSGSND.invokeExact(errno.segment(), msqid, msgp, msgsz, msgflg));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  static long msgrcv(int msqid, MemorySegment msgp, long msgsz, long msgtyp, int msgflg) {
    try (var errno = new ErrnoCapture("msgrcv")) {
      return errno.check(
          (long) Handles.MSGRCV.invokeExact(errno.segment(), msqid, msgp, msgsz, msgtyp, msgflg));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  static void msgctl(int msqid, int cmd, MemorySegment buf) {
    try (var errno = new ErrnoCapture("msgctl")) {
      errno.check((int) Handles.MSGCTL.invokeExact(errno.segment(), msqid, cmd, buf));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }

  static int ftok(String path, int project) {
    try (var errno = new ErrnoCapture("ftok")) {
      MemorySegment name = errno.arena().allocateFrom(path);
      return errno.check((int) KeyHandles.FTOK.invokeExact(errno.segment(), name, project));
    } catch (Throwable thrown) {
      throw ErrnoCapture.rethrown(thrown);
    }
  }
}
