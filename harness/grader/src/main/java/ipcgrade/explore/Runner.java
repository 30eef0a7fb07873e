package ipcgrade.explore;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;

/** Runs a program, always the same one. */
@FunctionalInterface
public interface Runner {
  /**
   * One run.
   *
   * @throws SandboxException if the harness, not the program, is at fault
   */
  Trace run(Schedule schedule) throws SandboxException, InterruptedException;
}
