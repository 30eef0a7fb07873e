package ipcgrade.trace;

import java.util.List;

/**
 * A line of what the agent answers to a {@link RunRequest}: any number of events, then one end; or, where a process
 * is left to a debugger, that.
 */
public sealed interface Answer {
  /** Something that happened. */
  record Happened(Event event) implements Answer {}

  /**
   * The run has come to the step of {@link Strategy.Until}, and goes on no more.
   *
   * @param pid of the process that is left stopped and traced by nobody, as the agent sees it
   */
  record Left(int pid) implements Answer {}

  /**
   * The last line of a run.
   *
   * @param end how it ended
   * @param queues the message queues that were left when the last process had ended
   * @param wallNanos real time from the program's first event to its last, nanoseconds
   * @param decisions who was let go, in order; none in a natural run
   */
  record End(RunEnd end, List<QueueState> queues, long wallNanos, List<Decision> decisions)
      implements Answer {
    public End {
      queues = List.copyOf(queues);
      decisions = List.copyOf(decisions);
    }

    /** The end of a run in which nobody was chosen. */
    public End(RunEnd end, List<QueueState> queues, long wallNanos) {
      this(end, queues, wallNanos, List.of());
    }
  }
}
