package ipcgrade.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of one run as lines, written or read from the first to the last. Most of a call's line would be the queues
 * after it, and a call changes one at most times: so a line that begins with {@value #CHANGES} tells only the queues that
 * are not as they were after the call before. Without it, a line is one of {@link TraceFormat#line(Event)}.
 */
public final class EventLines {
  private static final String CHANGES = "~";

  private List<QueueState> queues = List.of();

  /** Those of a run that begins. */
  public EventLines() {}

  /** The next event as one line, without its line end. */
  public String line(Event event) {
    if (!(event instanceof Event.Call call)) {
      return TraceFormat.line(event);
    }
    List<QueueState> before = queues;
    queues = call.queues();
    List<QueueState> changed = queues.stream().filter(queue -> !before.contains(queue)).toList();
    return updated(before, changed).equals(queues)
        ? CHANGES + TraceFormat.line(with(call, changed))
        : TraceFormat.line(call);
  }

  /**
   * Reads the next line: one of an event, or the one that ends the agent's answer.
   *
   * @throws IllegalArgumentException if it is no such line; the message says where
   */
  public Answer answer(String line) {
    boolean changes = line.startsWith(CHANGES);
    Answer answer = TraceFormat.answer(changes ? line.substring(CHANGES.length()) : line);
    if (!(answer instanceof Answer.Happened(Event.Call call))) {
      return answer;
    }
    queues = changes ? updated(queues, call.queues()) : call.queues();
    return new Answer.Happened(with(call, queues));
  }

  /**
   * Reads the next line, one of an event.
   *
   * @throws IllegalArgumentException if it is no such line; the message says where
   */
  public Event event(String line) {
    if (answer(line) instanceof Answer.Happened(Event event)) {
      return event;
    }
    throw new IllegalArgumentException("the end of a run where an event was expected");
  }

  /** Queues of which some have changed, or are new. */
  private static List<QueueState> updated(List<QueueState> before, List<QueueState> changed) {
    if (changed.isEmpty()) {
      return before;
    }
    List<QueueState> after = new ArrayList<>(before);
    for (QueueState queue : changed) {
      int at = 0;
      while (at < before.size() && before.get(at).msqid() != queue.msqid()) {
        at++;
      }
      if (at < before.size()) {
        after.set(at, queue);
      } else {
        after.add(queue);
      }
    }
    return List.copyOf(after);
  }

  private static Event.Call with(Event.Call call, List<QueueState> queues) {
    return new Event.Call(
        call.seq(), call.entry(), call.time(), call.entryTime(), call.pid(), call.tid(), call.operation(),
        call.result(), call.pending(), call.stack(), queues);
  }
}
