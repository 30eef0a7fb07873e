package ipcgrade.explore;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Trace;

/** Is shown the runs of a search. */
@FunctionalInterface
public interface Visitor {
  /**
   * Looks at a run.
   *
   * @throws SandboxException if what it shows cannot be; the search then ends
   */
  void visit(Trace trace) throws SandboxException;
}
