/** The agent: runs a program under ptrace and writes what it did as a trace. */
module ipcgrade.tracer {
  requires static org.jspecify;

  exports ipcgrade.trace;

  // the filter of builds, which the grader starts
  exports ipcgrade.tracer.ptrace;
}
