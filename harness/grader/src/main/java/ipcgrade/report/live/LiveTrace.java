package ipcgrade.report.live;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Limits;
import ipcgrade.wording.Payloads;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Signals;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows events one by one: virtual time, process, call and result, bytes, caller.
 *
 * <p>Not thread-safe. The screen is flushed after each event.
 */
public final class LiveTrace {
  private static final int PROCESS = 13;
  private static final int WHAT = 23;
  private static final int MOST_PLACE = 30;
  private static final int MOST_OUTPUT = 200;
  private static final long NOTICEABLE_NANOS = 1_000;

  private final Screen screen;
  private final Words words;
  private final boolean queues;
  private final QueueTable table;
  private final Map<Integer, Integer> numbers = new LinkedHashMap<>();
  private final Set<Long> used = new HashSet<>();
  private List<QueueState> shown = List.of();
  private long events;
  private long time;

  /**
   * A view.
   *
   * @param queues whether to show all queues whenever a call changed them
   */
  public LiveTrace(Screen screen, Words words, boolean queues) {
    this.screen = screen;
    this.words = words;
    this.queues = queues;
    this.table = new QueueTable(screen, words, WHAT);
  }

  /** Prints the titles of the columns. */
  public void begin() {
    Line line = new Line().right(Style.FAINT, words.get("live.time"), PROCESS - 2);
    line.column(PROCESS).add(Style.FAINT, words.get("live.process")).column(WHAT);
    line.add(Style.FAINT, words.get("live.what"));
    screen.print(line.right(Style.FAINT, words.get("live.where"), screen.width()));
    screen.flush();
  }

  /** Prints one event. */
  public void show(Event event) {
    events++;
    time = Math.max(time, event.time());
    switch (event) {
      case Event.Start start -> say(start, Style.FAINT, start(start));
      case Event.Exec exec -> say(exec, Style.FAINT, words.get("live.exec", exec.path()));
      case Event.Exit exit ->
          say(
              exit,
              exit.clean() ? Style.FAINT : Style.BAD,
              exit.signal() == 0
                  ? words.get("live.exit", Integer.toString(exit.status()))
                  : words.get("live.killed", Signals.name(exit.signal())));
      case Event.Signal signal ->
          say(signal, Style.DOUBTFUL, words.get("live.signal", Signals.name(signal.signal())));
      case Event.Output output ->
          say(
              output,
              Style.QUOTE,
              words.get(
                  output.fd() == 2 ? "live.error-output" : "live.output",
                  Payloads.literal(output.bytes(), MOST_OUTPUT)));
      case Event.Struck struck ->
          say(struck, Style.DOUBTFUL, words.get("live.struck", struck.fault().text()));
      case Event.Call call -> call(call);
    }
    screen.flush();
  }

  /** Prints how the run ended: after how long, who still waits for whom, and which queues it left. */
  public void end(RunEnd end, List<QueueState> left, long wallNanos) {
    screen.blank();
    switch (end) {
      case RunEnd.Finished _ -> {}
      case RunEnd.Deadlock deadlock -> {
        screen.print(new Line().add(Style.BAD, words.get("live.deadlock")));
        deadlock.blocked().forEach(this::waits);
      }
      case RunEnd.LimitExceeded limit ->
          screen.print(
              new Line()
                  .add(Style.BAD, words.get("live.limit", Limits.text(limit.limit(), limit.value()))));
      case RunEnd.Refused refused ->
          screen.wrap(new Line(), Style.BAD, words.get("live.refused", Calls.refusal(refused)));
      case RunEnd.HarnessFault fault ->
          screen.wrap(new Line(), Style.BAD, words.get("live.fault", fault.message()));
    }
    screen.print(
        new Line()
            .add(
                Style.FAINT,
                words.get("live.finished", events, Calls.seconds(time), Calls.seconds(wallNanos))));
    List<QueueState> its = used(left);
    if (!its.isEmpty()) {
      screen.print(new Line().add(Style.DOUBTFUL, words.get("live.left", its.size())));
      table.print(its);
    }
    screen.flush();
  }

  /** Those of the run: the machine may have others. */
  private List<QueueState> used(List<QueueState> all) {
    return all.stream().filter(queue -> used.contains((long) queue.msqid())).toList();
  }

  private String start(Event.Start start) {
    if (start.thread()) {
      return words.get("live.thread");
    }
    return start.parent() == 0
        ? words.get("live.start")
        : words.get("live.start-by", Integer.toString(start.parent()));
  }

  private void call(Event.Call call) {
    String result = Calls.result(call);
    Style style = call.pending() || !call.succeeded() ? Style.DOUBTFUL : Style.PLAIN;
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(Style.PLAIN, Calls.request(call.operation())));
    pieces.add(new Piece(style, result));
    String bytes = bytes(call);
    if (!bytes.isEmpty()) {
      pieces.add(new Piece(Style.FAINT, bytes));
    }
    long blocked = call.time() - call.entryTime();
    if (blocked >= NOTICEABLE_NANOS && !(call.operation() instanceof Operation.Sleep)) {
      pieces.add(new Piece(Style.FAINT, "<" + Calls.seconds(blocked) + ">"));
    }
    row(call, pieces, place(call));
    if (call.operation() instanceof Operation.MsgGet && call.succeeded()) {
      used.add(call.result());
    }
    if (queues && call.operation() instanceof Operation.Queue && !used(call.queues()).equals(shown)) {
      shown = used(call.queues());
      table.print(shown);
    }
  }

  /** Puts the pieces side by side, each that does not fit on a line of its own, the caller at the end. */
  private void row(Event event, List<Piece> pieces, String place) {
    Line line = head(event);
    for (Piece piece : pieces) {
      if (line.width() > WHAT && line.width() + 1 + piece.text.length() > screen.width()) {
        screen.print(line);
        line = Line.indented(WHAT + 2);
      } else if (line.width() > WHAT) {
        line.add(" ");
      }
      line.add(piece.style, piece.text);
    }
    if (!place.isEmpty()) {
      if (line.width() + 2 + place.length() > screen.width()) {
        screen.print(line);
        line = new Line();
      }
      line.right(Style.FAINT, place, screen.width());
    }
    screen.print(line);
  }

  private void say(Event event, Style style, String what) {
    screen.wrap(head(event), style, what);
  }

  private void waits(Event.Call call) {
    Line line = Line.indented(PROCESS).add(colour(call.pid()), Integer.toString(call.pid())).column(WHAT);
    line.add(words.get("live.waits", Calls.request(call.operation())));
    String place = place(call);
    if (!place.isEmpty()) {
      line.add("  ").add(Style.FAINT, place);
    }
    screen.print(line);
  }

  private Line head(Event event) {
    String process =
        event.pid() == event.tid() ? Integer.toString(event.pid()) : event.pid() + "/" + event.tid();
    Line line = new Line().right(Style.FAINT, clock(event.time()), PROCESS - 2);
    Line head = line.column(PROCESS).add(colour(event.pid()), process);
    return head.width() < WHAT ? head.column(WHAT) : head.add(" ");
  }

  /** Processes get their colours in the order in which they appear. */
  private Style colour(int pid) {
    return Style.ofProcess(numbers.computeIfAbsent(pid, _ -> numbers.size()));
  }

  private static String clock(long nanoseconds) {
    return "%d.%06d".formatted(nanoseconds / 1_000_000_000, nanoseconds / 1_000 % 1_000_000);
  }

  private static String bytes(Event.Call call) {
    return switch (call.operation()) {
      case Operation.MsgSnd send -> Payloads.groups(send.payload());
      case Operation.MsgRcv receive -> Payloads.groups(receive.payload());
      case Operation.MsgGet _, Operation.MsgCtl _, Operation.Semaphore _, Operation.Wait _, Operation.Sleep _, Operation.Kill _, Operation.Pause _ ->
          "";
    };
  }

  private static String place(Event.Call call) {
    if (call.stack().isEmpty()) {
      return "";
    }
    Frame caller = call.stack().getFirst();
    String where = caller.toString();
    String place = where.substring(where.lastIndexOf('/') + 1);
    String shown = caller.function().isEmpty() ? place : place + " " + caller.function();
    return Printable.line(shown, MOST_PLACE);
  }

  private record Piece(Style style, String text) {}
}
