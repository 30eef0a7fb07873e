package ipcgrade.report.html;

import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Reading;
import ipcgrade.report.html.Story.Lane;
import ipcgrade.report.html.Story.Letter;
import ipcgrade.report.html.Story.Line;
import ipcgrade.report.html.Story.Queue;
import ipcgrade.report.html.Story.Row;
import ipcgrade.rule.World;
import ipcgrade.score.Step;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation;
import ipcgrade.trace.QueueState;
import ipcgrade.wording.Payloads;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Story} of a run: what is drawn where is settled here, the browser only draws. */
final class Storyteller {
  /** More rows than this nobody looks at; of a longer run they are those around what matters. */
  static final int MOST_ROWS = 400;

  /** So many of them come before what matters. */
  private static final int ROWS_BEFORE = 240;

  private static final int MOST_NAME = 40;

  private final World world;
  private final Reading reading;
  private final Words words;
  private final List<Step> steps;
  private final List<Event> events;
  private final Map<Long, Integer> rowOf = new HashMap<>();
  private final Map<Integer, Integer> laneOf = new HashMap<>();
  private final Map<Integer, Integer> queueOf = new LinkedHashMap<>();
  private final List<Queue> queues = new ArrayList<>();
  private final List<List<Line>> tables = new ArrayList<>();
  private final Map<Long, Message> received = new HashMap<>();
  private int first;

  /**
   * A teller.
   *
   * @param steps the run's decisions; none if it was not controlled
   */
  Storyteller(World world, List<Step> steps, Words words) {
    this.world = world;
    this.reading = world.reading();
    this.words = words;
    this.steps = steps;
    this.events =
        reading.history().trace().events().stream().filter(event -> isShown(event)).toList();
    reading
        .history()
        .messages()
        .forEach(message -> message.received().ifPresent(call -> received.put(call.seq(), message)));
  }

  /** What a program prints and which program it is say nothing about its queues. */
  private static boolean isShown(Event event) {
    return switch (event) {
      case Event.Output _ -> false;
      case Event.Exec exec -> exec.seq() > 2;
      case Event.Start _, Event.Exit _, Event.Signal _, Event.Struck _, Call _ -> true;
    };
  }

  /**
   * The story.
   *
   * @param matters the position of the first event that must be seen, or -1
   * @param parts how many steps the run has in common with one that it is compared with, or -1
   */
  Story tell(long matters, int parts) {
    int parting = partsAt(parts);
    int middle = matters >= 0 ? rowAfter(events, matters) : Math.max(parting, 0);
    int size = events.size();
    first = size <= MOST_ROWS ? 0 : Math.clamp(middle - ROWS_BEFORE, 0, size - MOST_ROWS);
    List<Event> shown = events.subList(first, Math.min(size, first + MOST_ROWS));
    for (int row = 0; row < shown.size(); row++) {
      rowOf.put(shown.get(row).seq(), row);
    }
    List<Lane> lanes = lanes(shown);
    reading.history().queues().forEach(this::queue);
    List<Row> rows = rows(shown);
    return new Story(
        lanes,
        queues,
        rows,
        letters(shown),
        tables,
        first,
        size - first - shown.size(),
        parting < 0 ? -1 : Math.clamp(parting - first, 0, shown.size() - 1),
        reading.history().trace().end().id());
  }

  /** The event with which a run leaves the way of another. */
  private int partsAt(int parts) {
    if (parts < 0 || parts >= steps.size()) {
      return -1;
    }
    return steps.subList(parts, steps.size()).stream()
        .filter(step -> !step.events().isEmpty())
        .findFirst()
        .map(step -> rowAfter(events, step.events().getFirst().seq()))
        .orElse(-1);
  }

  private static int rowAfter(List<Event> events, long seq) {
    for (int row = 0; row < events.size(); row++) {
      if (events.get(row).seq() >= seq) {
        return row;
      }
    }
    return events.size() - 1;
  }

  private List<Lane> lanes(List<Event> shown) {
    List<String> roles = List.copyOf(reading.spec().roles().keySet());
    List<Lane> lanes = new ArrayList<>();
    for (ProcessHistory process : reading.history().processes()) {
      long ends = process.exit().map(Event.Exit::seq).orElse(Long.MAX_VALUE);
      boolean after = !shown.isEmpty() && process.start().seq() > shown.getLast().seq();
      boolean before = !shown.isEmpty() && ends < shown.getFirst().seq();
      if (before || after) {
        continue;
      }
      laneOf.put(process.pid(), lanes.size());
      int role =
          reading.roles(process.pid()).stream().mapToInt(roles::indexOf).sorted().findFirst().orElse(-1);
      lanes.add(
          new Lane(
              shown(reading.called(process.pid())),
              role,
              process.pid(),
              reading.thread(process.pid()),
              rowOf.getOrDefault(process.start().seq(), 0),
              rowOf.getOrDefault(ends, shown.size())));
    }
    // who is outside the program has a lane of their own where they do something
    if (shown.stream().anyMatch(event -> event.pid() == Event.OUTSIDE)) {
      laneOf.put(Event.OUTSIDE, lanes.size());
      lanes.add(
          new Lane(reading.called(Event.OUTSIDE), -1, Event.OUTSIDE, false, 0, shown.size()));
    }
    return lanes;
  }

  private void queue(QueueHistory queue) {
    queueOf.put(queue.msqid(), queues.size());
    queues.add(
        new Queue(shown(reading.queueName(queue.msqid(), words).orElse("")), queue.msqid(),
            Labels.key(queue.key())));
  }

  private List<Row> rows(List<Event> shown) {
    Map<Long, Step> stepOf = new HashMap<>();
    Map<Long, Step> opens = new HashMap<>();
    for (Step step : steps) {
      step.events().forEach(event -> stepOf.put(event.seq(), step));
      if (step.preempts() && !step.events().isEmpty()) {
        opens.put(step.events().getFirst().seq(), step);
      }
    }
    tables.add(List.of());
    Labels labels = new Labels(reading, words);
    List<Row> rows = new ArrayList<>();
    for (Event event : events.subList(0, first)) {
      observe(event);
    }
    for (Event event : shown) {
      observe(event);
      Step step = stepOf.get(event.seq());
      rows.add(
          new Row(
              event.seq(),
              event.time(),
              laneOf.getOrDefault(event.pid(), 0),
              Labels.sort(event),
              labels.text(event),
              labels.label(event),
              Labels.place(event),
              Labels.fails(event),
              begun(event),
              concerned(labels.other(event)),
              tables.size() - 1,
              step == null ? 0 : step.number(),
              opens.containsKey(event.seq()) && step != null ? step.instead() : List.of()));
    }
    return rows;
  }

  /** The lane of another process, or -1. */
  private int concerned(int pid) {
    return pid == 0 ? -1 : laneOf.getOrDefault(pid, -1);
  }

  /** The queues of the namespace, where a call shows them anew. */
  private void observe(Event event) {
    if (event instanceof Call call && call.operation() instanceof Operation.Queue && !call.pending()) {
      List<Line> table =
          call.queues().stream().filter(state -> queueOf.containsKey(state.msqid())).map(this::line).toList();
      if (!table.equals(tables.getLast())) {
        tables.add(table);
      }
    }
  }

  private Line line(QueueState state) {
    return new Line(
        queueOf.getOrDefault(state.msqid(), -1),
        Integer.toOctalString(state.mode()),
        state.cbytes(),
        state.qnum(),
        state.lspid(),
        state.lrpid());
  }

  /**
   * The row in which a call began to wait. A process that is held before its call cannot be told from one that is
   * preempted there; so what could have gone on at once does not wait.
   */
  private int begun(Event event) {
    if (!(event instanceof Call call)) {
      return -1;
    }
    boolean waits =
        call.pending()
            || call.time() > call.entryTime()
            || switch (call.operation()) {
              case Operation.MsgRcv _ -> {
                Message message = received.get(call.seq());
                yield message != null && message.sent().seq() > call.entry();
              }
              case Operation.Wait wait ->
                  reading.history().process(wait.child())
                      .flatMap(ProcessHistory::exit)
                      .filter(exit -> exit.seq() > call.entry())
                      .isPresent();
              case Operation.MsgGet _, Operation.MsgSnd _, Operation.MsgCtl _, Operation.Semaphore _, Operation.Sleep _, Operation.Kill _, Operation.Pause _ ->
                  false;
            };
    if (!waits) {
      return -1;
    }
    int from = rowAfter(events, call.entry()) - first;
    int own = rowOf.getOrDefault(call.seq(), 0);
    return from < own ? Math.max(0, from) : -1;
  }

  private List<Letter> letters(List<Event> shown) {
    Map<Long, Kind> kinds = new HashMap<>();
    for (Kind kind : reading.spec().kinds().values()) {
      world.layout().membership(kind).members(kind, reading)
          .forEach(message -> kinds.putIfAbsent(message.sent().seq(), kind));
    }
    List<Letter> letters = new ArrayList<>();
    for (Message message : reading.history().messages()) {
      boolean before = message.received().filter(call -> call.seq() < firstSeq(shown)).isPresent();
      boolean after = !shown.isEmpty() && message.sent().seq() > shown.getLast().seq();
      if (before || after || !queueOf.containsKey(message.msqid())) {
        continue;
      }
      Kind kind = kinds.get(message.sent().seq());
      letters.add(
          new Letter(
              queueOf.getOrDefault(message.msqid(), -1),
              kind == null ? "" : shown(kind.name()),
              Long.toString(message.mtype()),
              kind == null ? List.of() : fields(kind, message),
              Payloads.text(message.payload()),
              rowOf.getOrDefault(message.sent().seq(), -1),
              message.received().map(call -> rowOf.getOrDefault(call.seq(), shown.size())).orElse(-1)));
    }
    return letters;
  }

  private static long firstSeq(List<Event> shown) {
    return shown.isEmpty() ? 0 : shown.getFirst().seq();
  }

  private List<String> fields(Kind kind, Message message) {
    List<String> fields = new ArrayList<>();
    for (Spec.Field field : kind.fields()) {
      world.layout().read(new FieldName(kind.name(), field.name()), message)
          .ifPresent(value -> fields.add(shown(field.name()) + "=" + value));
    }
    return fields;
  }

  private static String shown(String text) {
    return Printable.line(text, MOST_NAME);
  }
}
