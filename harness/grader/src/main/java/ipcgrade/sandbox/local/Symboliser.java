package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds function, file and line of calls with addr2line(1), in a container, because the debug
 * information may be hostile. What cannot be found stays unresolved.
 *
 * <p>For one built copy: what was found is kept from run to run.
 */
final class Symboliser {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MEMORY = 2L << 30;
  private static final int MOST_AT_ONCE = 2000;
  private static final int LONGEST = 200;

  /** Three lines of {@code addr2line -a -f}: the address, the function, the file and line. */
  private static final Pattern PLACE =
      Pattern.compile(
          "^0x([0-9a-f]{1,16})\n(.*)\n(.*):(\\d{1,9}|\\?)(?: \\(discriminator \\d+\\))?$",
          Pattern.MULTILINE);

  /** What "./src/../a.c" has and "a.c" has not. */
  private static final Pattern DOTS = Pattern.compile("/(?:\\./)+|/[^/]+/\\.\\./");

  private final Kit kit;
  private final Path copy;
  private final Map<String, Map<Long, Frame>> known = new HashMap<>();

  Symboliser(Kit kit, Path copy) {
    this.kit = kit;
    this.copy = copy;
  }

  /** The trace with all frames resolved that can be. */
  Trace resolve(Trace trace) throws SandboxException, InterruptedException {
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
      offsets.forEach(offset -> known(object).put(offset, Frame.unresolved(object, offset)));
      Matcher places = PLACE.matcher(ask(object, offsets));
      while (places.find()) {
        // The return address lies after the call.
        long offset = Long.parseUnsignedLong(places.group(1), 16) + 1;
        if (offsets.contains(offset)) {
          known(object).put(offset, frame(object, offset, places));
        }
      }
    }
  }

  private static Frame frame(String object, long offset, Matcher place) {
    String function = place.group(2).equals("??") ? "" : shortened(place.group(2));
    String file = place.group(3);
    int line = place.group(4).equals("?") ? 0 : Integer.parseInt(place.group(4));
    if (file.equals("??") || line == 0) {
      return new Frame(object, offset, function, "", 0);
    }
    return new Frame(object, offset, function, shortened(relative(file)), line);
  }

  private static String relative(String file) {
    String plain = DOTS.matcher(file).replaceAll("/");
    return plain.startsWith(Container.WORK + "/")
        ? plain.substring(Container.WORK.length() + 1)
        : plain;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private String ask(String object, List<Long> offsets)
      throws SandboxException, InterruptedException {
    StringBuilder addresses = new StringBuilder();
    offsets.forEach(offset -> addresses.append(Long.toHexString(offset - 1)).append('\n'));
    List<String> command =
        List.of(
            "prlimit",
            "--core=0",
            "--as=" + MEMORY,
            "--cpu=" + LIMIT.toSeconds(),
            "--",
            "addr2line",
            "-afC",
            "-e",
            object);
    return kit.container()
        .alone()
        .readOnly(copy, Container.WORK)
        .run(kit.filter(), command, addresses.toString(), LIMIT)
        .output();
  }
}
