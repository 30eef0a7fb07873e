package ipcgrade.trace;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that a run did.
 *
 * @param request what was run, and under which schedule
 * @param events in the order of {@link Event#seq}
 * @param queues the message queues that were left when the last process had ended
 * @param wallNanos real time from the program's first event to its last, nanoseconds
 */
public record Trace(
    RunRequest request, List<Event> events, RunEnd end, List<QueueState> queues, long wallNanos) {
  public Trace {
    events = List.copyOf(events);
    queues = List.copyOf(queues);
  }

  /** Its events of one type, in order. */
  public <E extends Event> Stream<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }
}
