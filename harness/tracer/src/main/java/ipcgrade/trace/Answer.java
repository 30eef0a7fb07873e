package ipcgrade.trace;

import java.util.List;

/** A line of what the agent answers to a {@link RunRequest}: any number of events, then one end. */
public sealed interface Answer {
  /** Something that happened. */
  record Happened(Event event) implements Answer {}

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
