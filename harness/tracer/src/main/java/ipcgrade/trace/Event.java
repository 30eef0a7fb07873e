package ipcgrade.trace;

import java.util.List;

/**
 * One thing that happened in a run.
 *
 * <p>Process and thread ids are those that the program itself sees (of its own pid namespace). Times
 * are virtual nanoseconds since the program started. Calls of {@link #OUTSIDE} are those by which somebody
 * outside the program, whom a {@link Fault} stands for, touches what is the program's.
 */
public sealed interface Event {
  /** The pid and the tid of whoever is outside the program. */
  int OUTSIDE = 0;

  /** Position in the order the tracer saw, from 0; of a {@link Call}, the position of its return. */
  long seq();

  /** Virtual nanoseconds since the program started. */
  long time();

  /** The process (thread group) it happened in. */
  int pid();

  /** The thread it happened in; equal to {@link #pid} in the main thread. */
  int tid();

  /**
   * A process or thread began.
   *
   * @param parent the pid of the process that made it; 0 for the program's first process
   * @param thread true if it shares its process with its maker (CLONE_THREAD)
   */
  record Start(long seq, long time, int pid, int tid, int parent, boolean thread) implements Event {}

  /** A process became another program, execve(2). The first of a run is the program itself. */
  record Exec(long seq, long time, int pid, int tid, String path, List<String> arguments)
      implements Event {
    public Exec {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A process ended.
   *
   * @param status its exit status, 0 to 255, if {@code signal} is 0
   * @param signal the signal that killed it, or 0
   */
  record Exit(long seq, long time, int pid, int tid, int status, int signal) implements Event {
    /** Whether it ended by itself and reported success. */
    public boolean clean() {
      return status == 0 && signal == 0;
    }
  }

  /** A signal reached a process: its handler runs, or its default action is taken. */
  record Signal(long seq, long time, int pid, int tid, int signal) implements Event {}

  /**
   * The run's fault struck.
   *
   * @param pid the process that it struck, or {@link #OUTSIDE}; likewise {@code tid}
   */
  record Struck(long seq, long time, int pid, int tid, Fault fault) implements Event {}

  /**
   * Bytes written to standard output or standard error.
   *
   * @param fd 1 or 2
   */
  record Output(long seq, long time, int pid, int tid, int fd, Payload bytes) implements Event {}

  /**
   * A system call, from its entry to its return. A call interrupted by a signal and restarted by the
   * kernel is one call.
   *
   * @param entry position of its entry in the order the tracer saw; {@code entry < seq}
   * @param entryTime virtual nanoseconds at its entry
   * @param result what the kernel returned: 0 or more, or a negated errno; 0 while pending
   * @param pending true if it had not returned when the run ended; {@code seq} is then past all others
   * @param stack its callers in user space, innermost first; those in shared libraries left out
   * @param queues the message queues of the namespace right after it; empty where it cannot change them
   */
  record Call(
      long seq,
      long entry,
      long time,
      long entryTime,
      int pid,
      int tid,
      Operation operation,
      long result,
      boolean pending,
      List<Frame> stack,
      List<QueueState> queues)
      implements Event {
    public Call {
      stack = List.copyOf(stack);
      queues = List.copyOf(queues);
    }

    /** Whether it returned without an error. */
    public boolean succeeded() {
      return !pending && result >= 0;
    }

    /** The errno it failed with, or 0. */
    public int errno() {
      return pending || result >= 0 ? 0 : (int) -result;
    }

    /** This call with other callers: the same ones once they are known better. */
    public Call withStack(List<Frame> callers) {
      return new Call(
          seq, entry, time, entryTime, pid, tid, operation, result, pending, callers, queues);
    }
  }
}
