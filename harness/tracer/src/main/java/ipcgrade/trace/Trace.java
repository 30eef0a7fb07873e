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
 * @param decisions who was let go, in order; none in a natural run
 */
public record Trace(
    RunRequest request,
    List<Event> events,
    RunEnd end,
    List<QueueState> queues,
    long wallNanos,
    List<Decision> decisions) {
  public Trace {
    events = List.copyOf(events);
    queues = List.copyOf(queues);
    decisions = List.copyOf(decisions);
  }

  /** A run in which nobody was chosen. */
  public Trace(
      RunRequest request, List<Event> events, RunEnd end, List<QueueState> queues, long wallNanos) {
    this(request, events, end, queues, wallNanos, List.of());
  }

  /** What a run did, its request and its events being known. */
  public static Trace of(RunRequest request, List<Event> events, Answer.End end) {
    return new Trace(request, events, end.end(), end.queues(), end.wallNanos(), end.decisions());
  }

  /** The last line of the agent's answer that it was made of. */
  public Answer.End ended() {
    return new Answer.End(end, queues, wallNanos, decisions);
  }

  /** The same run with other events: the same ones once they are known better. */
  public Trace withEvents(List<Event> better) {
    return new Trace(request, better, end, queues, wallNanos, decisions);
  }

  /** Its events of one type, in order. */
  public <E extends Event> Stream<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }
}
