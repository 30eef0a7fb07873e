package ipcgrade.tracer.ptrace;

/** Why a tracee stopped, ptrace(2). */
public sealed interface Stop {
  /** It is about to make a system call. */
  record Entry(SyscallEntry entry) implements Stop {}

  /** Its system call is about to return {@code result}, maybe one of the kernel's restart codes. */
  record Return(long result) implements Stop {}

  /**
   * It made a process or thread.
   *
   * @param tid the new one, as the tracer sees it
   * @param vfork whether it will not go on before the new one execs or ends
   */
  record NewChild(int tid, boolean vfork) implements Stop {}

  /** The child of its vfork(2) has exec'ed or ended. */
  record VforkDone() implements Stop {}

  /**
   * It became another program.
   *
   * @param formerTid the thread that called execve(2) and now bears the process's id
   */
  record Exec(int formerTid) implements Stop {}

  /** A signal is about to be delivered; it is lost unless the tracer passes it on. */
  record Signal(int signal) implements Stop {}

  /** Its whole process was stopped by a signal such as SIGSTOP. */
  record GroupStop(int signal) implements Stop {}

  /** The first stop of a new tracee, the answer to an interrupt, or the end of a group stop. */
  record Trap() implements Stop {}
}
