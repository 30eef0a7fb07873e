package ipcgrade.tracer;

import ipcgrade.trace.Event;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Limits;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Numbers events, hands them on as they happen, and says when there are too many. */
final class Recorder {
  private final Consumer<Event> sink;
  private final Clock clock;
  private final Limits limits;
  private long position;
  private long events;
  private long outputBytes;
  private long payloadBytes;
  private @Nullable RunEnd end;

  Recorder(Consumer<Event> sink, Clock clock, Limits limits) {
    this.sink = sink;
    this.clock = clock;
    this.limits = limits;
  }

  /** How the run ended, or null while it goes on. */
  @Nullable
  RunEnd end() {
    return end;
  }

  /** The run ends; the first reason counts. */
  void end(RunEnd reason) {
    if (end == null) {
      end = reason;
    }
  }

  /** Ends the run if {@code value} is more than {@code limit}, unless that is 0. */
  void limit(String name, long value, long limit) {
    if (limit > 0 && value > limit) {
      end(new RunEnd.LimitExceeded(name, limit));
    }
  }

  /** The position that the next event will have. */
  long position() {
    return position;
  }

  /** Whether it has gone on for so long that it may never end, unless everybody gets a turn. */
  boolean halfway() {
    return limits.events() > 0 && events > limits.eventsUntilFair();
  }

  /** The next position in the order of what happens. */
  long next() {
    return position++;
  }

  void start(Task task, int parent, boolean thread) {
    emit(new Event.Start(next(), clock.now(), task.proc().pid, task.ownTid, parent, thread));
  }

  void exec(Task task, String path, List<String> arguments) {
    keep(path.length() + arguments.stream().mapToLong(String::length).sum());
    emit(new Event.Exec(next(), clock.now(), task.proc().pid, task.ownTid, path, arguments));
  }

  void exit(Proc proc, int status, int signal) {
    emit(new Event.Exit(next(), clock.now(), proc.pid, proc.pid, status, signal));
  }

  void signal(Task task, int signal) {
    emit(new Event.Signal(next(), clock.now(), task.proc().pid, task.ownTid, signal));
  }

  void output(Task task, int fd, Payload bytes) {
    outputBytes += bytes.size();
    keep(bytes.size());
    emit(new Event.Output(next(), clock.now(), task.proc().pid, task.ownTid, fd, bytes));
    limit("output", outputBytes, limits.outputBytes());
  }

  /** The run's fault strikes a task, or none in particular. */
  void struck(@Nullable Task task, Fault fault) {
    int pid = task == null ? Event.OUTSIDE : task.proc().pid;
    emit(
        new Event.Struck(next(), clock.now(), pid, task == null ? Event.OUTSIDE : task.ownTid, fault));
  }

  /** Somebody outside the program has made a call. */
  void outside(Operation done, long result, List<QueueState> queues) {
    long entry = next();
    long time = clock.now();
    emit(
        new Event.Call(
            next(), entry, time, time, Event.OUTSIDE, Event.OUTSIDE, done, result, false, List.of(), queues));
  }

  /** The task's call has returned; it is in it no longer. */
  void returned(Task task, Operation done, long result, List<QueueState> queues) {
    OpenCall call = task.call;
    if (call != null) {
      task.call = null;
      keep(done.bytes());
      emit(call.event(next(), clock.now(), task, done, result, false, queues));
    }
  }

  /** The run is over and the call has not returned. */
  Event.Call pending(Task task, OpenCall call) {
    Event.Call event =
        call.event(next(), clock.now(), task, call.operation, 0, true, List.of());
    sink.accept(event);
    return event;
  }

  /** So many bytes go into the trace. */
  private void keep(long bytes) {
    payloadBytes += bytes;
    limit("payload", payloadBytes, limits.payloadBytes());
  }

  private void emit(Event event) {
    sink.accept(event);
    events++;
    limit("events", events, limits.events());
    limit("virtual-time", clock.virtual() ? clock.now() / 1_000_000 : 0, limits.virtualMillis());
  }
}
