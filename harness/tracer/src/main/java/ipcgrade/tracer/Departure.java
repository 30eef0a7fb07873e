package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.Report;
import ipcgrade.tracer.ptrace.Stop;
import ipcgrade.tracer.ptrace.Stopped;
import ipcgrade.tracer.ptrace.SyscallEntry;
import ipcgrade.tracer.ptrace.TraceeDied;
import ipcgrade.tracer.ptrace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of a process for good, so that a debugger may trace it: a process has one tracer, ptrace(2). It is left
 * stopped, each thread in front of the call that it was about to make. The filter stays: where nobody traces, calls
 * that it would have shown to the tracer fail with ENOSYS, seccomp(2).
 */
final class Departure {
  private static final int SIGSTOP = 19;
  private static final long PATIENCE = 1_000_000;
  private static final long LONGEST = 2_000_000_000;

  private final Tracer tracer;
  private final World world;

  Departure(Tracer tracer, World world) {
    this.tracer = tracer;
    this.world = world;
  }

  /** Lets go of all threads of a process; returns its pid as the tracer sees it. */
  int of(Proc proc) {
    // first, so that none runs in between
    Tracer.kill(proc.hostPid, SIGSTOP);
    for (Task task : world.program()) {
      if (task.proc() == proc) {
        try {
          letGo(task);
        } catch (TraceeDied e) {
          // there is nothing of it to look at
        }
      }
    }
    long deadline = System.nanoTime() + LONGEST;
    while (Status.of(proc.hostPid).state() != 'T' && System.nanoTime() < deadline) {
      tracer.await(PATIENCE);
    }
    return proc.hostPid;
  }

  private void letGo(Task task) throws TraceeDied {
    Stopped stopped = task.activity == Task.Activity.HELD ? task.take() : interrupted(task);
    if (stopped == null) {
      return;
    }
    TimedWait wait = task.timedWait;
    if (wait != null) {
      stopped.argument(wait.argument(), wait.original());
    }
    if (stopped.stop() instanceof Stop.Entry(SyscallEntry entry)) {
      stopped.repeat(entry);
    }
    stopped.detach(task.inject);
  }

  /** Stops a thread that runs, or waits in the kernel; null if it does not. */
  private @Nullable Stopped interrupted(Task task) throws TraceeDied {
    tracer.interrupt(task.tid);
    long deadline = System.nanoTime() + LONGEST;
    while (System.nanoTime() < deadline) {
      // what others report is of no interest any more
      if (tracer.await(PATIENCE) instanceof Report.Halted(Stopped stopped) && stopped.tid() == task.tid) {
        task.inject = stopped.stop() instanceof Stop.Signal(int signal) ? signal : 0;
        return stopped;
      }
    }
    return null;
  }
}
