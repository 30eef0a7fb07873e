package ipcgrade.trace;

import java.util.List;

/** How a run ended. */
public sealed interface RunEnd {
  /** Every process ended by itself. */
  record Finished() implements RunEnd {}

  /**
   * Nobody could ever move again.
   *
   * @param blocked the calls that wait for each other, pending, in pid order
   */
  record Deadlock(List<Event.Call> blocked) implements RunEnd {
    public Deadlock {
      blocked = List.copyOf(blocked);
    }
  }

  /**
   * A limit ended it.
   *
   * @param limit its name in grading.yml: wall, virtual-time, cpu, processes, memory, file-size, disk, output,
   *     payload, queues, semaphores, shared-memory or events
   * @param value the value that was exceeded: milliseconds, bytes, or a number
   */
  record LimitExceeded(String limit, long value) implements RunEnd {}

  /**
   * The kernel did not execute the program; nothing has happened.
   *
   * @param errno the error of execve(2)
   * @param signal by which the kernel then ended the process, since what it had executed was gone by then; or 0
   */
  record Refused(int errno, int signal) implements RunEnd {}

  /** The harness failed; what the trace shows must not be judged. */
  record HarnessFault(String message) implements RunEnd {}

  /** Its name in results: finished, deadlock, limit, refused or fault. */
  default String id() {
    return switch (this) {
      case Finished _ -> "finished";
      case Deadlock _ -> "deadlock";
      case LimitExceeded _ -> "limit";
      case Refused _ -> "refused";
      case HarnessFault _ -> "fault";
    };
  }
}
