package ipcgrade.tracer.ptrace;

/** The errno values that matter here, errno(3), and the kernel's own ones that ask for a restart. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int E2BIG = 7;
  public static final int ECHILD = 10;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EFAULT = 14;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int ERANGE = 34;
  public static final int ENOSYS = 38;
  public static final int ENOMSG = 42;
  public static final int EIDRM = 43;
  public static final int EAFNOSUPPORT = 97;
  public static final int ETIMEDOUT = 110;

  private static final int ERESTARTSYS = 512;
  private static final int ERESTART_RESTARTBLOCK = 516;

  private Errno() {}

  /** Whether a tracer sees {@code result} on a call that a signal interrupted. */
  public static boolean restarts(long result) {
    return result <= -ERESTARTSYS && result >= -ERESTART_RESTARTBLOCK;
  }

  static String name(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case ESRCH -> "ESRCH";
      case 2 -> "ENOENT";
      case 13 -> "EACCES";
      case EINVAL -> "EINVAL";
      default -> "errno " + errno;
    };
  }
}
