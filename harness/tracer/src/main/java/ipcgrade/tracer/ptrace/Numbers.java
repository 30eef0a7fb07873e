package ipcgrade.tracer.ptrace;

/**
 * The numbers of a system call, asm/unistd_64.h.
 *
 * @param x8664 on x86-64
 * @param aarch64 on aarch64, which has only the latest of calls that do the same
 */
record Numbers(int x8664, int aarch64) {
  /** There is no such call. */
  static final int NONE = -1;
}
