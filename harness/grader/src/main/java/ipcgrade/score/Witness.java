package ipcgrade.score;

import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.Reading;
import ipcgrade.rule.World;
import ipcgrade.score.Result.Evidence;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Frame;
import ipcgrade.wording.Calls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Shows a broken rule: the events that its evidence names, and the calls around them. */
final class Witness {
  private static final int MOST_EVENTS = 12;

  private final World world;
  private final int run;

  Witness(World world, int run) {
    this.world = world;
    this.run = run;
  }

  /** The evidence of one instance, in the order of the run. */
  List<Evidence> show(String instance, List<Event> key) {
    List<Event> events = key.stream().limit(MOST_EVENTS).toList();
    Set<Long> keys = new HashSet<>();
    events.forEach(e -> keys.add(e.seq()));
    Set<Event> shown = new TreeSet<>(Comparator.comparingLong(Event::seq));
    shown.addAll(events);
    events.stream().filter(Call.class::isInstance).forEach(e -> shown.addAll(around((Call) e)));
    List<Evidence> evidence = new ArrayList<>();
    shown.forEach(e -> evidence.add(evidence(instance, e, keys.contains(e.seq()))));
    return evidence;
  }

  /** Events by themselves, without the calls around them. */
  List<Evidence> only(List<Event> events) {
    return events.stream().map(event -> evidence("", event, true)).toList();
  }

  /** Events, those marked whose position is in {@code key}. */
  List<Evidence> told(List<Event> events, Set<Long> key) {
    return events.stream().map(event -> evidence("", event, key.contains(event.seq()))).toList();
  }

  /** The calls of the same process right before and right after. */
  private List<Event> around(Call call) {
    History history = world.reading().history();
    List<Call> calls =
        history.process(call.pid()).map(ProcessHistory::calls).stream().flatMap(s -> s).toList();
    int at = calls.indexOf(call);
    List<Event> around = new ArrayList<>();
    if (at > 0) {
      around.add(calls.get(at - 1));
    }
    if (at >= 0 && at + 1 < calls.size()) {
      around.add(calls.get(at + 1));
    }
    return around;
  }

  private Evidence evidence(String instance, Event event, boolean key) {
    Reading reading = world.reading();
    Frame frame = place(event);
    return new Evidence(
        instance,
        run,
        event.seq(),
        reading.called(event.pid()),
        Calls.text(event),
        frame.file(),
        frame.line(),
        frame.function(),
        key);
  }

  /** The innermost of the program's own lines that a call came from. */
  private static Frame place(Event event) {
    Frame unknown = Frame.unresolved("", 0);
    return event instanceof Call call
        ? call.stack().stream().filter(Frame::resolved).findFirst().orElse(unknown)
        : unknown;
  }
}
