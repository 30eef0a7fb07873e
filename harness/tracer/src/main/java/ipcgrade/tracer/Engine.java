package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import ipcgrade.trace.Polls;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.RunRequest.Limits;
import ipcgrade.trace.TaskNames;
import ipcgrade.tracer.model.MessageQueues;
import ipcgrade.tracer.ptrace.Errno;
import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.Report;
import ipcgrade.tracer.ptrace.Stop;
import ipcgrade.tracer.ptrace.Stopped;
import ipcgrade.tracer.ptrace.SyscallEntry;
import ipcgrade.tracer.ptrace.TraceeDied;
import ipcgrade.tracer.ptrace.Tracer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes events out of what the kernel reports about the program's tasks. */
final class Engine {
  /** A file would become larger than RLIMIT_FSIZE, setrlimit(2). */
  private static final int SIGXFSZ = 25;

  private static final int SIGTRAP = 5;
  private static final int SEMTIMEDOP_TIMEOUT = 3;

  /** So many processes that have ended and that nobody has waited for count as one that lives. */
  private static final int ZOMBIES = 16;

  final Tracer tracer;
  final World world;
  final Effects effects;
  final Clock clock;
  final Recorder recorder;
  final QueueTable table;
  final MessageQueues queues;
  final SemaphoreSets semaphores;
  final ObjectNames objects = new ObjectNames();
  private final Decoder decoder;
  private final TimeCalls timeCalls;
  private final Limits limits;
  private final boolean contained;
  private final Map<Long, Integer> devices = new HashMap<>();
  private final Entropy entropy;
  private final Consumer<Report> handler;
  private final TaskNames names = new TaskNames();
  private @Nullable Driver driver;
  private @Nullable Injection injection;

  private @Nullable Proc toBeLeft;

  /** A timer that nobody can see runs in real time: a quiet program may still wake up. */
  boolean realTimers;

  Engine(
      Tracer tracer,
      World world,
      Clock clock,
      Recorder recorder,
      QueueTable table,
      MessageQueues queues,
      SemaphoreSets semaphores,
      RunRequest request,
      Consumer<Report> handler) {
    this.tracer = tracer;
    this.world = world;
    this.handler = handler;
    effects = new Effects(world, handler);
    this.clock = clock;
    this.recorder = recorder;
    this.table = table;
    this.queues = queues;
    this.semaphores = semaphores;
    limits = request.limits();
    contained = request.container();
    entropy = new Entropy(request.schedule().seed());
    decoder = new Decoder(clock, semaphores.model::size);
    timeCalls = new TimeCalls(clock);
  }

  void drivenBy(Driver chosen) {
    driver = chosen;
  }

  /** What is to go wrong from now on. */
  void suffers(Injection chosen) {
    injection = chosen;
  }

  /** What is to go wrong, or null. */
  @Nullable
  Injection injection() {
    return injection;
  }

  private Driver driver() {
    if (driver == null) {
      throw new IllegalStateException("nobody drives this run");
    }
    return driver;
  }

  /** A new task of the program. */
  void began(Task task, @Nullable Proc maker) {
    boolean thread = world.report(task, maker);
    Proc parent = task.proc().parent;
    int parentPid = thread ? task.proc().pid : parent == null ? 0 : parent.pid;
    task.name = names.started(task.ownTid, parentPid);
    recorder.start(task, parentPid, thread);
    world.epoch++;
    if (injection != null) {
      injection.began();
    }
    recorder.limit("processes", world.program().size(), limits.processes());
    recorder.limit("processes", world.zombies / ZOMBIES, limits.processes());
  }

  /** A task of the program stopped. */
  void stopped(Task task, Stopped stopped) throws TraceeDied {
    task.stopped = stopped;
    switch (stopped.stop()) {
      case Stop.Entry(SyscallEntry entry) -> entry(task, stopped, entry);
      case Stop.Return(long result) -> returned(task, stopped, result);
      case Stop.NewChild child -> {
        made(child.tid(), task);
        driver().forked(task, child.vfork());
        world.takeEarly(child.tid()).forEach(this::reported);
      }
      case Stop.VforkDone done -> {
        task.vforking = false;
        driver().pass(task);
      }
      case Stop.Exec exec -> executed(task, stopped);
      case Stop.Signal(int signal) when task.enteringHandler -> handlerEntered(task, stopped);
      case Stop.Signal(int signal) when atEntry(task, stopped, signal) -> driver().pass(task);
      case Stop.Signal(int signal) -> signal(task, signal);
      case Stop.GroupStop(int signal) -> {
        task.take().listen();
        task.activity = Task.Activity.GROUP_STOPPED;
        task.proc().stopUnseen = true;
        world.epoch++;
        driver().groupStopped(task);
      }
      case Stop.Trap trap -> {
        if (task.activity == Task.Activity.GROUP_STOPPED) {
          task.proc().continuedUnseen = true;
        }
        driver().pass(task);
      }
    }
  }

  /** Lets a task go on from where it stands. */
  void release(Task task) {
    int signal = task.inject;
    task.inject = 0;
    task.activity = Task.Activity.RUNNING;
    Stopped stopped = task.take();
    try {
      if (task.enteringHandler) {
        stopped.goToHandler(signal);
      } else
        if ((task.timedWait != null || task.fileStatus != null) && stopped.stop() instanceof Stop.Entry) {
          stopped.goToReturn();
        } else {
          stopped.go(signal);
        }
    } catch (TraceeDied e) {
      // its end will be reported
    }
  }

  /** Lets the call at whose entry a task stands into the kernel. */
  void enter(Task task, OpenCall call) {
    call.entered = true;
    task.activity = Task.Activity.RUNNING;
    if (call.operation instanceof Operation.MsgGet) {
      table.renewNextId();
    } else {
      call.operation = decoder.again(task.tid, call.entry, call.operation);
    }
    if (acts(call.operation)) {
      effects.begin(task);
    }
    try {
      if (call.operation instanceof Operation.SemOp op && call.mayWait) {
        entersToWait(task, call, op);
      }
      task.take().goToReturn();
    } catch (TraceeDied e) {
      // its end will be reported
    }
  }

  /** Whether it may wake or end others. */
  private boolean acts(Operation operation) {
    return operation instanceof Operation.Kill
        || (operation instanceof Operation.MsgCtl control && control.removes())
        || (operation instanceof Operation.SemCtl control && control.removes())
        || semaphores.wakes(operation);
  }

  /** Its timeout is one of the virtual clock: the kernel waits without it. */
  private void entersToWait(Task task, OpenCall call, Operation.SemOp op) throws TraceeDied {
    semaphores.entersToWait(task, op);
    if (call.deadline != Clock.NEVER) {
      task.stop().argument(SEMTIMEDOP_TIMEOUT, 0);
      task.timedWait =
          new TimedWait(
              SEMTIMEDOP_TIMEOUT, call.entry.a3(), 0, call.deadline, -Errno.EAGAIN, List.of());
    }
  }

  private void made(int tid, Task maker) {
    Task task = new Task(tid);
    if (!new Status(task.status()).there()) {
      // a thread that was killed before anybody looked at it
      task.close();
      world.takeEarly(tid);
      return;
    }
    world.add(task);
    began(task, maker.proc());
  }

  private void entry(Task task, Stopped stopped, SyscallEntry entry) throws TraceeDied {
    if (resumes(task, entry)) {
      driver().entered(task);
      return;
    }
    switch (decoder.decode(task.tid, entry)) {
      case Decoder.Intent.Reported(Operation operation) -> open(task, entry, operation);
      case Decoder.Intent.Sleep sleep -> {
        OpenCall call = prepared(task, entry, sleep.operation());
        if (clock.virtual()) {
          call.deadline = sleep.deadline();
          call.remainder = sleep.remainder();
        }
        driver().entered(task);
      }
      case Decoder.Intent.Timed(TimedWait wait) -> {
        stopped.argument(wait.argument(), wait.forever());
        task.timedWait = wait;
        driver().pass(task);
      }
      case Decoder.Intent.File(FileStatus status) -> {
        task.fileStatus = contained ? status : null;
        driver().pass(task);
      }
      case Decoder.Intent.Time time -> driver().looked(task, timeCalls.answer(task, stopped, entry));
      case Decoder.Intent.Output output -> {
        clock.lookAway();
        recorder.output(task, output.fd(), output.bytes());
        driver().pass(task);
      }
      case Decoder.Intent.Random(List<TimedWait.Range> places) -> {
        random(task, stopped, places);
        driver().pass(task);
      }
      case Decoder.Intent.RealTimer timer -> {
        realTimers = true;
        driver().pass(task);
      }
      case Decoder.Intent.Resume resume -> driver().pass(task);
      case Decoder.Intent.Ignored ignored -> driver().pass(task);
    }
  }

  /** Answers as the kernel would; what it can write nothing of it leaves to the kernel, which says why. */
  private void random(Task task, Stopped stopped, List<TimedWait.Range> places) throws TraceeDied {
    long written = 0;
    for (TimedWait.Range place : places) {
      if (!Memory.write(task.tid, place.address(), entropy.bytes(task, place.length()))) {
        break;
      }
      written += place.length();
    }
    if (written > 0) {
      stopped.skip(written);
    }
  }

  /** Whether this entry continues a call that a signal interrupted. */
  private static boolean resumes(Task task, SyscallEntry entry) {
    if (task.call != null && task.call.resumedBy(entry)) {
      task.call.interrupted = false;
      task.call.mayWait = false;
      return true;
    }
    OpenCall suspended = task.suspended.peek();
    if (suspended != null && suspended.resumedBy(entry) && suspended.entry.number() == entry.number()) {
      task.call = task.suspended.pop();
      task.call.interrupted = false;
      task.call.mayWait = false;
      return true;
    }
    return false;
  }

  private void open(Task task, SyscallEntry entry, Operation operation) throws TraceeDied {
    OpenCall call = prepared(task, entry, operation);
    if (operation instanceof Operation.SemOp op && op.timeout() >= 0 && clock.virtual()) {
      call.deadline = clock.now() + op.timeout();
    }
    driver().entered(task);
  }

  private OpenCall prepared(Task task, SyscallEntry entry, Operation operation) throws TraceeDied {
    clock.lookAway();
    OpenCall call =
        new OpenCall(recorder.next(), clock.now(), operation, entry, Callers.of(task, entry));
    task.call = call;
    if (injection != null) {
      injection.entered(task, call);
    }
    return call;
  }

  private void returned(Task task, Stopped stopped, long result) throws TraceeDied {
    FileStatus file = task.fileStatus;
    if (file != null) {
      task.fileStatus = null;
      if (result == 0) {
        file.number(task.tid, devices);
      }
      driver().pass(task);
      return;
    }
    TimedWait wait = task.timedWait;
    OpenCall call = task.call;
    long answer = result;
    if (wait != null) {
      task.timedWait = null;
      answer = timedWaitReturned(task, stopped, wait, result);
    }
    if (call != null && call.entered) {
      call.entered = false;
      if (Errno.restarts(answer)) {
        call.interrupted = true;
      } else if (SemaphoreSets.interruptedByTracing(task, call, answer)) {
        stopped.repeat(call.entry);
        call.interrupted = true;
      } else {
        finish(task, call, answer);
      }
    }
    driver().pass(task);
    if (effects.of(task)) {
      driver().acted();
    }
  }

  /** The process that is to be left to a debugger now; null if none is. */
  @Nullable
  Proc toBeLeft() {
    return toBeLeft;
  }

  /** Leaves the process of a task to a debugger, if it is still there. */
  void leave(String task) {
    for (Task each : world.program()) {
      if (each.name.equals(task)) {
        toBeLeft = each.proc();
      }
    }
  }

  /** What the program gets to see as the result. */
  private static long timedWaitReturned(Task task, Stopped stopped, TimedWait wait, long result)
      throws TraceeDied {
    stopped.argument(wait.argument(), wait.original());
    boolean interrupted = Errno.restarts(result) || result == -Errno.EINTR;
    if (task.activity == Task.Activity.EXPIRING && interrupted) {
      for (TimedWait.Range set : wait.cleared()) {
        if (set.address() != 0) {
          Memory.write(task.tid, set.address(), new byte[set.length()]);
        }
      }
      stopped.answer(wait.expired());
      return wait.expired();
    }
    return result;
  }

  /** The call has returned for good. */
  void finish(Task task, OpenCall call, long result) {
    Operation done = Decoder.returned(task.tid, call.entry, call.operation, result);
    List<QueueState> snapshot = List.of();
    if (done instanceof Operation.Queue queue) {
      snapshot = table.snapshot();
      String wrong = queues.returned(queue, result, snapshot);
      if (wrong != null && !call.mayWait) {
        recorder.end(new RunEnd.HarnessFault("the kernel and the queue model differ: " + wrong));
      }
      recorder.limit("queues", snapshot.size(), limits.queues());
    } else if (done instanceof Operation.Semaphore semaphore) {
      done = semaphores.returned(task, semaphore, result, call.mayWait);
    } else if (done instanceof Operation.Wait wait && wait.child() > 0) {
      reaped(task.proc(), wait);
    }
    objects.returned(done, result);
    poll(task, done, result);
    recorder.returned(task, done, result, snapshot);
    if (injection != null) {
      injection.returned(task, done, result);
    }
    if (done instanceof Operation.Kill) {
      driver().signalled(null);
    }
  }

  /** Ends a sleep at its entry, without letting it into the kernel. */
  void wake(Task task, OpenCall call, long result) throws TraceeDied {
    Decoder.Remainder remainder = call.remainder;
    if (remainder.address() != 0 && (result != 0 || remainder.evenIfDone())) {
      long left = Math.max(0, call.deadline - clock.now());
      Memory.write(task.tid, remainder.address(), remainder.bytes(left));
    }
    task.stop().skip(result);
    finish(task, call, result);
  }

  /**
   * A signal has come to a sleeper, and is delivered as soon as it goes on. If there is no handler the
   * sleep is entered again after that, as the kernel would do.
   */
  void interruptSleep(Task task, OpenCall call, boolean caught) throws TraceeDied {
    if (caught) {
      wake(task, call, -Errno.EINTR);
    } else {
      task.stop().repeat(call.entry);
    }
  }

  private void reaped(Proc parent, Operation.Wait wait) {
    Proc child = parent.children.get(wait.child());
    if (child != null && child.ended) {
      parent.children.remove(wait.child());
      world.zombies--;
    } else if (child != null) {
      child.stopUnseen = false;
      child.continuedUnseen = false;
    }
  }

  /** Nobody will ever move again, though nobody can prove it: it would take all the time there is. */
  void outOfTime() {
    recorder.end(new RunEnd.LimitExceeded("wall", limits.wallMillis()));
  }

  /** The virtual clock jumps. */
  void advance(long time) {
    clock.advanceTo(time);
    recorder.limit("virtual-time", clock.now() / 1_000_000, limits.virtualMillis());
  }

  /** Keeps account of polls that find nothing; each takes a little time. */
  private void poll(Task task, Operation done, long result) {
    if (!Polls.inVain(done, result)) {
      world.epoch++;
    } else {
      task.failedPolls = task.pollEpoch == world.epoch ? task.failedPolls + 1 : 1;
      task.pollEpoch = world.epoch;
      clock.poll(task.failedPolls);
    }
  }

  private void executed(Task task, Stopped stopped) throws TraceeDied {
    Proc proc = task.proc();
    proc.code = null;
    task.call = null;
    task.timedWait = null;
    task.fileStatus = null;
    task.suspended.clear();
    world.epoch++;
    begins(task, stopped);
    driver().pass(task);
  }

  /** It has been exec'ed, and has done nothing yet. */
  void begins(Task task, Stopped stopped) throws TraceeDied {
    recorder.exec(task, Startup.executable(task.tid), Startup.arguments(task.tid));
    task.proc().entry =
        Startup.prepare(task.tid, stopped, clock.virtual(), entropy.bytes(task, Startup.RANDOM_BYTES));
  }

  /** A thread that was not its process's first has called execve(2): it goes on as the first one, ptrace(2). */
  void renamed(@Nullable Task former) {
    if (former != null) {
      if (effects.of(former)) {
        effects.settle();
      }
      driver().gone(former);
    }
  }

  /** Whether all its libraries have been loaded and its own first instruction comes next. */
  private static boolean atEntry(Task task, Stopped stopped, int signal) throws TraceeDied {
    RandomDevice entry = task.proc().entry;
    if (entry == null || signal != SIGTRAP || !entry.reached(task.tid, stopped)) {
      return false;
    }
    task.proc().entry = null;
    return true;
  }

  private void signal(Task task, int signal) throws TraceeDied {
    Status status = new Status(task.status());
    if (status.feels(signal)) {
      recorder.signal(task, signal);
      if (signal == SIGXFSZ && limits.fileBytes() > 0) {
        recorder.end(new RunEnd.LimitExceeded("file-size", limits.fileBytes()));
      }
    }
    task.inject = signal;
    task.enteringHandler = task.call != null && task.call.interrupted && status.catches(signal);
    driver().pass(task);
  }

  /** Whether the interrupted call will be restarted stands in the frame that the kernel has just made. */
  private void handlerEntered(Task task, Stopped stopped) throws TraceeDied {
    task.enteringHandler = false;
    OpenCall call = task.call;
    if (call != null && !stopped.willRepeat(call.entry)) {
      finish(task, call, -Errno.EINTR);
    } else if (call != null) {
      task.call = null;
      task.suspended.push(call);
    }
    driver().pass(task);
  }

  /** What the kernel reports of a task of the program. */
  void reported(Report report) {
    if (!keepsBack(report)) {
      handler.accept(report);
    }
  }

  /** Keeps a report back if when it comes is chance; tells whether it does. */
  private boolean keepsBack(Report report) {
    Task task = world.task(report.tid());
    if (task == null || !task.reported()) {
      return false;
    }
    if (report instanceof Report.Halted(Stopped stopped)
        && stopped.stop() instanceof Stop.Exec(int former)
        && former != task.tid) {
      return keepsExecBack(report, task, world.task(former));
    }
    boolean kept = isChance(task);
    if (kept) {
      effects.keep(task, report);
    }
    return kept;
  }

  private boolean isChance(Task task) {
    return !effects.of(task) && (effects.collecting() || driver().defers(task));
  }

  /**
   * Another thread than the first has called execve(2), which comes under the first one's id: that ended by it, and
   * nothing else tells, ptrace(2).
   */
  private boolean keepsExecBack(Report report, Task first, @Nullable Task thread) {
    effects.forgetStops(first);
    if (thread == null || !isChance(thread)) {
      return false;
    }
    boolean acted = effects.of(first);
    effects.endedBy(first);
    driver().gone(first);
    renamed(world.remove(thread.tid));
    effects.keep(first, report);
    if (acted) {
      driver().acted();
    }
    return true;
  }

  /**
   * A thread has ended and its process has not. If that was exit_group(2), the others have been killed before, and
   * whatever they did is on the way to its end.
   */
  private void endedBeforeItsProcess(Task ended) {
    for (Task other : world.threads(ended.proc())) {
      if (!other.endsUnseen() && world.dying(other)) {
        effects.forgetStops(other);
        other.killed();
      }
    }
  }

  /** A task of the program is gone. */
  void ended(Report.Ended report, Task task) {
    boolean acted = effects.of(task);
    effects.endedBy(task);
    Proc proc = task.proc();
    boolean last = report.tid() == proc.hostPid;
    if (last) {
      // it is told last, ptrace(2)
      effects.settleEnds(proc);
    }
    if (task.call != null && task.call.entered) {
      // killed inside it: what it had done by then is not known
      recorder.pending(task, task.call);
      if (task.call.operation instanceof Operation.OnSet on) {
        semaphores.lost(task, on);
      }
    }
    if (last) {
      semaphores.ended(proc);
      world.ended(proc);
      recorder.exit(proc, report.status(), report.signal());
      world.epoch++;
    } else {
      endedBeforeItsProcess(task);
    }
    driver().gone(task);
    if (last && proc.parent != null) {
      driver().signalled(proc.parent);
    }
    if (acted) {
      driver().acted();
    }
  }
}
