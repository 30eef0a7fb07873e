package ipcgrade.tracer.ptrace;

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
    return Libc.syscall(Architecture.here().number(call), real, UNCHANGED, UNCHANGED);
  }

  @Override
  public void close() {
    become(uid, gid);
  }
}
