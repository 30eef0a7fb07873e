package ipcgrade.reading;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exec;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Output;
import ipcgrade.trace.Event.Signal;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Event.Struck;
import ipcgrade.trace.Operation.Queue;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Another view of a run, in which the threads of some processes that make calls on queues are processes of
 * their own: children of the process they belong to, which end when it does.
 */
final class Threads {
  private Threads() {}

  /** The processes, in pid order, in which other threads than the main one make calls on queues. */
  static Set<Integer> processes(Trace trace) {
    return new TreeSet<>(callers(trace).values());
  }

  /** The threads, in tid order, that are processes of their own once their process is split. */
  static Set<Integer> of(Trace trace, Set<Integer> processes) {
    Set<Integer> threads = new TreeSet<>();
    callers(trace)
        .forEach(
            (tid, pid) -> {
              if (processes.contains(pid)) {
                threads.add(tid);
              }
            });
    return threads;
  }

  private static Map<Integer, Integer> callers(Trace trace) {
    Map<Integer, Integer> callers = new TreeMap<>();
    trace
        .events(Call.class)
        .filter(call -> call.operation() instanceof Queue && call.tid() != call.pid())
        .forEach(call -> callers.put(call.tid(), call.pid()));
    return callers;
  }

  /** The trace as it would be if these threads were processes. */
  static Trace split(Trace trace, Set<Integer> threads) {
    Map<Integer, Integer> callers = callers(trace);
    List<Event> events = new ArrayList<>();
    for (Event event : trace.events()) {
      if (event instanceof Exit exit) {
        // before that of the process itself, which then comes after all that its threads did
        callers.forEach(
            (tid, pid) -> {
              if (pid == exit.pid() && threads.contains(tid)) {
                events.add(
                    new Exit(exit.seq(), exit.time(), tid, exit.tid(), exit.status(), exit.signal()));
              }
            });
        events.add(exit);
      } else {
        events.add(threads.contains(event.tid()) ? alone(event) : event);
      }
    }
    return trace.withEvents(events);
  }

  /** An event of a thread as one of a process. */
  private static Event alone(Event event) {
    int tid = event.tid();
    return switch (event) {
      case Start e -> new Start(e.seq(), e.time(), tid, tid, e.thread() ? e.pid() : e.parent(), false);
      case Exec e -> e;
      case Exit e -> e;
      case Signal e -> new Signal(e.seq(), e.time(), tid, tid, e.signal());
      case Struck e -> new Struck(e.seq(), e.time(), tid, tid, e.fault());
      case Output e -> new Output(e.seq(), e.time(), tid, tid, e.fd(), e.bytes());
      case Call e ->
          new Call(
              e.seq(),
              e.entry(),
              e.time(),
              e.entryTime(),
              tid,
              tid,
              e.operation(),
              e.result(),
              e.pending(),
              e.stack(),
              e.queues());
    };
  }
}
