package ipcgrade.tracer.ptrace;

/** The kernel refused what the tracer needs; a fault of the harness or of its host, never of a program. */
public final class KernelFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A fault that a sentence tells. */
  public KernelFault(String sentence) {
    super(sentence);
  }

  KernelFault(String what, int errno) {
    super(what + " failed: " + Errno.name(errno));
  }
}
