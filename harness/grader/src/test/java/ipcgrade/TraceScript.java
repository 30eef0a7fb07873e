package ipcgrade;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Writes the trace of a run whose calls do not overlap, one line for each thing that happens. */
public final class TraceScript {
  private static final long SECOND = 1_000_000_000L;

  private final List<Event> events = new ArrayList<>();
  private final List<Call> stuck = new ArrayList<>();
  private final Set<Integer> queues = new TreeSet<>();
  private final Map<Integer, Integer> processOf = new HashMap<>();
  private long seq;
  private long time;
  private boolean contained;
  private Fault fault = new Fault.None();

  /** The run has an IPC namespace of its own, so that nobody else can have used its queues. */
  public TraceScript contained() {
    contained = true;
    return this;
  }

  /** The run has a fault, which may still have to strike. */
  public TraceScript under(Fault chosen) {
    fault = chosen;
    return this;
  }

  /** The run's fault strikes a process. */
  public TraceScript struck(int pid) {
    events.add(new Event.Struck(seq++, time, pid, pid, fault));
    return this;
  }

  public TraceScript killed(int pid, int signal) {
    events.add(new Event.Exit(seq++, time, pid, pid, 0, signal));
    return this;
  }

  public TraceScript start(int pid, int parent) {
    events.add(new Event.Start(seq++, time, pid, pid, parent, false));
    return this;
  }

  /** A thread of {@code pid}: from now on {@code tid} may stand wherever a pid does. */
  public TraceScript thread(int pid, int tid) {
    processOf.put(tid, pid);
    events.add(new Event.Start(seq++, time, pid, tid, pid, true));
    return this;
  }

  public TraceScript exec(int pid, String path) {
    events.add(new Event.Exec(seq++, time, pid, pid, path, List.of(path)));
    return this;
  }

  public TraceScript exit(int pid, int status) {
    events.add(new Event.Exit(seq++, time, pid, pid, status, 0));
    return this;
  }

  public TraceScript create(int pid, int msqid) {
    queues.add(msqid);
    return call(pid, new Operation.MsgGet(0, 0x3b6), msqid);
  }

  public TraceScript send(int pid, int msqid, long mtype, int... ints) {
    return call(pid, new Operation.MsgSnd(msqid, mtype, ints(ints), 0), 0);
  }

  public TraceScript receive(int pid, int msqid, long msgtyp, long mtype, int... ints) {
    Payload payload = ints(ints);
    return call(pid, new Operation.MsgRcv(msqid, 64, msgtyp, 0, mtype, payload), payload.size());
  }

  public TraceScript remove(int pid, int msqid) {
    queues.remove(msqid);
    return call(pid, new Operation.MsgCtl(msqid, 0, 0), 0);
  }

  public TraceScript await(int pid, int child) {
    return call(pid, new Operation.Wait("wait4", child, 0, child), child);
  }

  public TraceScript sleep(int pid, double seconds) {
    long nanos = (long) (seconds * SECOND);
    time += nanos;
    return call(pid, new Operation.Sleep("clock_nanosleep", nanos), 0);
  }

  /** A pause of {@code pid} during which others do something. */
  public TraceScript sleep(int pid, double seconds, Consumer<TraceScript> meanwhile) {
    long nanos = (long) (seconds * SECOND);
    long entry = seq++;
    long entered = time;
    meanwhile.accept(this);
    time = entered + nanos;
    Operation sleep = new Operation.Sleep("clock_nanosleep", nanos);
    events.add(
        new Call(
            seq++, entry, time, entered, pid, pid, sleep, 0, false, List.of(), List.of()));
    return this;
  }

  /** A call of {@code pid} that returned {@code result}, a negated errno if it failed. */
  public TraceScript call(int pid, Operation operation, long result) {
    long entry = seq++;
    events.add(
        new Call(
            seq++, entry, time, time, processOf.getOrDefault(pid, pid), pid, operation, result, false,
            List.of(), List.of()));
    return this;
  }

  /** A call that returned {@code result}, from this line of the program, with the queues as they are after it. */
  public TraceScript call(int pid, Operation operation, long result, int line, QueueState... table) {
    long entry = seq++;
    List<Frame> stack = List.of(new Frame("/work/registro", line, "main", "registro.c", line));
    events.add(
        new Call(
            seq++, entry, time, time, pid, pid, operation, result, false, stack, List.of(table)));
    return this;
  }

  /** A call of {@code pid} that never returns. */
  public TraceScript stuck(int pid, Operation operation) {
    long entry = seq++;
    Call call =
        new Call(
            seq++, entry, time, time, processOf.getOrDefault(pid, pid), pid, operation, 0, true, List.of(),
            List.of());
    events.add(call);
    stuck.add(call);
    return this;
  }

  /** The run ends in a deadlock of those who are stuck, with queues that hold so much. */
  public Trace deadlock(QueueState... held) {
    Trace trace = end(new RunEnd.Deadlock(stuck));
    return new Trace(trace.request(), trace.events(), trace.end(), List.of(held), trace.wallNanos());
  }

  public Trace end() {
    return end(new RunEnd.Finished());
  }

  public Trace end(RunEnd end) {
    List<QueueState> left =
        queues.stream().map(id -> new QueueState(0, id, 0600, 0, 0, 0, 0, 0, 0, 0, 0, 0)).toList();
    RunRequest.Limits limits = RunRequest.Limits.NONE;
    RunRequest request =
        new RunRequest(
            List.of("./registro"),
            List.of(),
            0,
            contained,
            -1,
            new Schedule(new Strategy.Fair(), 1).with(fault),
            true,
            limits);
    return new Trace(request, events, end, left, 1);
  }

  private static Payload ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.nativeOrder());
    for (int value : values) {
      bytes.putInt(value);
    }
    return Payload.of(bytes.array());
  }
}
