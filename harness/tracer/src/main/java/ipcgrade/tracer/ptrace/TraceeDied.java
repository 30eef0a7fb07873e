package ipcgrade.tracer.ptrace;

/** ESRCH on a stopped tracee: it was killed in between; its end will be reported by wait(2). */
public final class TraceeDied extends Exception {
  private static final long serialVersionUID = 1;

  TraceeDied(int tid) {
    super("thread " + tid + " died while it was stopped", null, false, false);
  }
}
