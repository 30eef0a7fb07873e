package ipcgrade.tracer.ptrace;

/**
 * A system call about to be made, as PTRACE_GET_SYSCALL_INFO describes it on every architecture.
 *
 * @param number in the table of the architecture
 * @param ip instruction pointer, just after the instruction that made the call
 * @param sp stack pointer
 */
public record SyscallEntry(
    Syscall call, long number, long ip, long sp, long a0, long a1, long a2, long a3, long a4, long a5) {
  private static final Numbers EXECVE = new Numbers(59, 221);

  /** Whether it is execve(2). */
  public boolean executes() {
    return number == Architecture.here().number(EXECVE);
  }
}
