package ipcgrade.reference.libc;

/** A call into the C library failed. Unchecked: few callers can do more than end. */
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String call;
  private final int number;

  /**
   * @param call the C function that failed
   * @param number its errno
   */
  public ErrnoException(String call, int number) {
    super(call + ": " + Errno.of(number) + " (" + number + ")");
    this.call = call;
    this.number = number;
  }

  /** The C function that failed. */
  public String call() {
    return call;
  }

  /** Why it failed. */
  public Errno errno() {
    return Errno.of(number);
  }

  /** Why it failed, as the kernel's number. */
  public int number() {
    return number;
  }
}
