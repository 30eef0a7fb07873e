package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Gives calls their function, file and line. What cannot be found stays unresolved.
 *
 * <p>For one built copy: what was found is kept from run to run.
 */
public final class Symboliser {
  /** Of the names of functions and files, in characters. */
  public static final int LONGEST = 200;

  private static final int MOST_AT_ONCE = 2000;

  private final Source source;
  private final Map<String, Map<Long, Frame>> known = new HashMap<>();

  /** Where callers are looked up. */
  @FunctionalInterface
  public interface Source {
    /**
     * Looks up places of one object.
     *
     * @param object a path below {@link Container#WORK}
     * @param offsets as {@link Frame#offset} has them
     * @return the frames that it knows something of, in any order
     */
    List<Frame> frames(String object, List<Long> offsets) throws SandboxException, InterruptedException;
  }

  /** A symboliser that knows nothing yet. */
  public Symboliser(Source source) {
    this.source = source;
  }

  /** The trace with all frames resolved that can be. */
  public Trace resolve(Trace trace) throws SandboxException, InterruptedException {
    lookUp(unknown(trace));
    return new Trace(
        trace.request(),
        trace.events().stream()
            .map(event -> event instanceof Event.Call call ? resolved(call) : event)
            .toList(),
        trace.end() instanceof RunEnd.Deadlock(List<Event.Call> blocked)
            ? new RunEnd.Deadlock(blocked.stream().map(this::resolved).toList())
            : trace.end(),
        trace.queues(),
        trace.wallNanos(),
        trace.decisions());
  }

  private Map<String, Set<Long>> unknown(Trace trace) {
    Map<String, Set<Long>> unknown = new TreeMap<>();
    Stream<Event.Call> blocked =
        trace.end() instanceof RunEnd.Deadlock deadlock
            ? deadlock.blocked().stream()
            : Stream.empty();
    Stream.concat(trace.events(Event.Call.class), blocked)
        .flatMap(call -> call.stack().stream())
        .filter(frame -> frame.object().startsWith(Container.WORK + "/"))
        .filter(frame -> !known(frame.object()).containsKey(frame.offset()))
        .forEach(frame -> unknown.computeIfAbsent(frame.object(), _ -> new TreeSet<>()).add(frame.offset()));
    return unknown;
  }

  private Map<Long, Frame> known(String object) {
    return known.computeIfAbsent(object, _ -> new HashMap<>());
  }

  private Event.Call resolved(Event.Call call) {
    return call.withStack(
        call.stack().stream()
            .map(frame -> known(frame.object()).getOrDefault(frame.offset(), frame))
            .toList());
  }

  private void lookUp(Map<String, Set<Long>> unknown) throws SandboxException, InterruptedException {
    for (var each : unknown.entrySet()) {
      String object = each.getKey();
      List<Long> offsets = each.getValue().stream().limit(MOST_AT_ONCE).toList();
      Map<Long, Frame> places = known(object);
      offsets.forEach(offset -> places.put(offset, Frame.unresolved(object, offset)));
      source.frames(object, offsets).forEach(frame -> places.put(frame.offset(), frame));
    }
  }
}
