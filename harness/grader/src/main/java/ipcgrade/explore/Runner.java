package ipcgrade.explore;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;

/** Something that runs one program again and again. */
@FunctionalInterface
public interface Runner {
  /**
   * Runs it once.
   *
   * @throws SandboxException if the harness, not the program, is at fault
   */
  Trace run(Schedule schedule) throws SandboxException, InterruptedException;
}
