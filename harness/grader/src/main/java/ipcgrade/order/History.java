package ipcgrade.order;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trace told by what took part in it: its processes, its queues, its messages. */
public final class History {
  private final Trace trace;
  private final Map<Integer, ProcessHistory> processes;
  private final Map<Integer, QueueHistory> queues;
  private final Matching matching;
  private final HappensBefore order;

  private History(Trace trace) {
    this.trace = trace;
    this.processes = processes(trace);
    this.queues = queues(trace);
    this.matching = Matching.of(trace);
    this.order = HappensBefore.of(trace, matching.messages());
  }

  /** The history of a trace. */
  public static History of(Trace trace) {
    return new History(trace);
  }

  /** What it tells of. */
  public Trace trace() {
    return trace;
  }

  /** Its processes in order of their start; the first is the root. */
  public List<ProcessHistory> processes() {
    return List.copyOf(processes.values());
  }

  /** The process of that pid, if the run had it. */
  public Optional<ProcessHistory> process(int pid) {
    return Optional.ofNullable(processes.get(pid));
  }

  /** The queues that its processes made, or found under a key, in that order. */
  public List<QueueHistory> queues() {
    return List.copyOf(queues.values());
  }

  /** The messages that went into queues, in the order of their sends' returns. */
  public List<Message> messages() {
    return matching.messages();
  }

  /**
   * What the run's queues cannot have done, in one line; empty if nothing. It is then the trace that is
   * wrong, not the program.
   */
  public String contradiction() {
    return matching.contradiction();
  }

  /** Whether the order of all calls on queues is known; else nothing can be said of the run. */
  public boolean decided() {
    return matching.decided();
  }

  /** What came before what. */
  public HappensBefore order() {
    return order;
  }

  private static Map<Integer, ProcessHistory> processes(Trace trace) {
    Map<Integer, List<Event>> events = new LinkedHashMap<>();
    trace.events().forEach(e -> events.computeIfAbsent(e.pid(), _ -> new ArrayList<>()).add(e));
    Map<Integer, ProcessHistory> all = new LinkedHashMap<>();
    trace
        .events(Start.class)
        .filter(start -> !start.thread())
        .forEach(
            start -> {
              List<Event> own = events.getOrDefault(start.pid(), List.of());
              Optional<Exit> exit =
                  own.stream().filter(Exit.class::isInstance).map(Exit.class::cast).findFirst();
              all.put(start.pid(), new ProcessHistory(start.pid(), start, exit, own));
            });
    return all;
  }

  private static Map<Integer, QueueHistory> queues(Trace trace) {
    Map<Integer, QueueHistory> all = new LinkedHashMap<>();
    trace
        .events(Call.class)
        .filter(Call::succeeded)
        .forEach(
            call -> {
              if (call.operation() instanceof MsgGet get && call.pid() != Event.OUTSIDE) {
                int msqid = (int) call.result();
                all.putIfAbsent(
                    msqid,
                    new QueueHistory(
                        msqid, get.key(), call, Optional.empty(), isLeft(trace, msqid)));
              } else if (call.operation() instanceof MsgCtl ctl && ctl.removes()) {
                all.computeIfPresent(
                    ctl.msqid(),
                    (msqid, q) -> new QueueHistory(
                        msqid, q.key(), q.created(), Optional.of(call), q.left()));
              }
            });
    return all;
  }

  private static boolean isLeft(Trace trace, int msqid) {
    return trace.queues().stream().mapToInt(QueueState::msqid).anyMatch(id -> id == msqid);
  }
}
