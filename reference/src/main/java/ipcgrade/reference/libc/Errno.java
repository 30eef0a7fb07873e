package ipcgrade.reference.libc;

/** The errors that calls on queues and processes report, errno(3); the numbers are Linux's on x86-64 and arm64. */
public enum Errno {
  EPERM(1),
  ENOENT(2),
  ESRCH(3),
  EINTR(4),
  E2BIG(7),
  EBADF(9),
  ECHILD(10),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  EFAULT(14),
  EEXIST(17),
  EINVAL(22),
  EMFILE(24),
  ENOSPC(28),
  EPIPE(32),
  ENOSYS(38),
  ENOMSG(42),
  EIDRM(43),
  /** Any other; {@link ErrnoException#number} tells which. */
  UNKNOWN(0);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The error that C calls {@code number}. */
  public static Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number && errno != UNKNOWN) {
        return errno;
      }
    }
    return UNKNOWN;
  }
}
