package ipcgrade.order;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Exec;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Start;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one process did.
 *
 * @param exit empty where it had not ended when the run did
 * @param events its own and those of its threads, in order
 */
public record ProcessHistory(int pid, Start start, Optional<Exit> exit, List<Event> events) {
  public ProcessHistory {
    events = List.copyOf(events);
  }

  /** Its calls, pending ones included, in order of their entry. */
  public Stream<Event.Call> calls() {
    return events.stream()
        .filter(Event.Call.class::isInstance)
        .map(Event.Call.class::cast)
        .sorted(Comparator.comparingLong(Event.Call::entry));
  }

  /** The programs it became, in order. */
  public List<Exec> execs() {
    return events.stream().filter(Exec.class::isInstance).map(Exec.class::cast).toList();
  }

  /** Whether it ended by itself with status 0. */
  public boolean clean() {
    return exit.isPresent() && exit.get().clean();
  }
}
