package ipcgrade.tracer;

import ipcgrade.trace.Decision;
import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Polls;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.tracer.Task.Activity;
import ipcgrade.tracer.model.MessageQueues.Outlook;
import ipcgrade.tracer.ptrace.Errno;
import ipcgrade.tracer.ptrace.Stop;
import ipcgrade.tracer.ptrace.TraceeDied;
import ipcgrade.tracer.schedule.Chooser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one task run at a time, from one modelled call to the next. Who holds the baton runs; all others
 * stand still, or wait in the kernel for something that is not modelled (they are outside).
 */
final class Controlled implements Driver {
  /** After so many looks at the clock, and every so many from then on, others get their turn. */
  private static final int LOOKS = 50;

  private static final int LOOKS_BETWEEN = 16;

  private final Engine engine;
  private final Chooser chooser;
  private final Chooser tail = Chooser.fair();
  private final boolean timely;
  private final Strategy.@Nullable Until until;
  private final List<Decision> decisions = new ArrayList<>();
  private final Timers timers;
  private final Readiness readiness;
  private final Set<Task> suspects = new LinkedHashSet<>();
  private final List<Task> arrivals = new ArrayList<>();
  private final Stillness stillness;
  private final Bystanders bystanders;
  private @Nullable Task baton;

  /** Whose call comes next, as soon as the others are where they must be before it. */
  private @Nullable Task caller;

  private long stops;
  private long blockedSince;
  private long switches;
  private long patience = Stillness.SOON;

  Controlled(Engine engine, Schedule schedule) {
    this.engine = engine;
    chooser = Chooser.of(schedule);
    timely = schedule.timely();
    until = schedule.strategy() instanceof Strategy.Until given ? given : null;
    timers = new Timers(engine);
    readiness = new Readiness(engine);
    stillness = new Stillness(engine);
    bystanders = new Bystanders(engine, readiness);
  }

  @Override
  public void pass(Task task) {
    if (task == baton && !engine.effects.collecting()) {
      bystanders.resume();
      release(task);
    } else if (task.busy && task.activity == Activity.RUNNING && task.stop().stop() instanceof Stop.Trap) {
      task.activity = Activity.PAUSED;
    } else {
      hold(task);
    }
  }

  @Override
  public boolean defers(Task task) {
    return task != baton;
  }

  @Override
  public void acted() {}

  @Override
  public void looked(Task task, int looks) {
    if (looks >= LOOKS && looks % LOOKS_BETWEEN == 0) {
      hold(task);
    } else {
      pass(task);
    }
  }

  @Override
  public void entered(Task task) {
    hold(task);
    if (task.call != null && task.call.operation instanceof Operation.Pause) {
      // a signal that it lets through may be pending already
      suspects.add(task);
    }
  }

  @Override
  public void forked(Task task, boolean vfork) {
    if (vfork) {
      task.vforking = true;
      task.busy = false;
      engine.release(task);
      outside(task);
    } else {
      hold(task);
    }
  }

  @Override
  public void groupStopped(Task task) {
    dropBaton(task);
  }

  @Override
  public void gone(Task task) {
    suspects.remove(task);
    arrivals.remove(task);
    dropBaton(task);
    if (caller == task) {
      caller = null;
    }
  }

  @Override
  public void signalled(@Nullable Proc proc) {
    for (Task task : engine.world.program()) {
      if (proc == null || task.proc() == proc) {
        suspects.add(task);
      }
    }
  }

  @Override
  public long patience() {
    return baton != null ? patience : stillness.patience();
  }

  @Override
  public void quiet() {
    Task running = baton;
    if (running != null) {
      watch(running);
    } else {
      decide(engine.world.program());
    }
  }

  private void hold(Task task) {
    if (task == baton) {
      baton = null;
      task.heldSince = stops++;
    } else {
      arrivals.add(task);
    }
    task.activity = Activity.HELD;
    task.busy = false;
  }

  /** Those who stopped by themselves since the last decision line up by id: their order was chance. */
  private void lineUp() {
    arrivals.sort(Comparator.comparingInt(task -> task.ownTid));
    for (Task task : arrivals) {
      task.heldSince = stops++;
    }
    arrivals.clear();
  }

  private void dropBaton(Task task) {
    if (task == baton) {
      baton = null;
    }
  }

  private void outside(Task task) {
    task.activity = Activity.OUTSIDE;
    task.usedBefore = -1;
    dropBaton(task);
    stillness.disturb();
  }

  private void release(Task task) {
    take(task);
    engine.release(task);
  }

  private void enter(Task task, OpenCall call) {
    take(task);
    engine.enter(task, call);
  }

  private void take(Task task) {
    baton = task;
    stillness.disturb();
    blockedSince = 0;
    task.usedBefore = -1;
    patience = Stillness.SOON;
  }

  /** The task with the baton has not stopped for a while. */
  private void watch(Task task) {
    patience = Stillness.LATER;
    if (Timers.blocked(List.of(task))) {
      OpenCall call = task.call;
      if (call == null && Stat.exiting(task.tid)) {
        return; // its end comes soon; if the others did not wait for it, their order would be chance
      }
      if (call == null || !call.entered || call.mayWait || call.operation instanceof Operation.Wait) {
        outside(task);
      } else {
        contradicts(task, call);
      }
    } else {
      blockedSince = 0;
      task.busy = Stillness.computesForLong(task);
      if (task.busy || engine.world.outlived(task)) {
        outside(task);
      }
    }
  }

  /** By the model the call goes on; that it does not is proven by a sleep in it that nothing disturbs. */
  private void contradicts(Task task, OpenCall call) {
    if (call.operation instanceof Operation.SemOp op
        && engine.semaphores.outlook(task, op) == Outlook.WAITS) {
      // the end of a process came in between, and took back what this waits for
      call.mayWait = true;
      engine.semaphores.entersToWait(task, op);
      outside(task);
      return;
    }
    long now = System.nanoTime();
    long slept = new Status(task.status()).switches();
    if (blockedSince == 0 || slept != switches || !Status.isIn(task.tid, call.entry.number())) {
      blockedSince = now;
      switches = slept;
    } else if (now - blockedSince > Stillness.LONG) {
      engine.recorder.end(
          new RunEnd.HarnessFault(
              call.operation + " of " + task.proc().pid + " waits in the kernel, but by the model ("
                  + engine.queues + ") it can go on"));
    }
  }

  private void decide(List<Task> program) {
    if (stillness.isAwaited(program)) {
      return;
    }
    if (engine.effects.settle()) {
      return;
    }
    lineUp();
    timers.fire(program, this);
    if (program.stream().anyMatch(task -> task.activity == Activity.EXPIRING) || attendSignals()) {
      return;
    }
    if (caller != null) {
      call(caller, program);
      return;
    }
    if (struck(program)) {
      return;
    }
    bystanders.resume();
    List<Task> ready = new ArrayList<>();
    for (Task task : program) {
      if (task.activity == Activity.HELD && readiness.of(task) != Readiness.Answer.NO) {
        ready.add(task);
      }
    }
    ready.sort(Comparator.comparingLong(task -> task.heldSince));
    List<Task> eager = ready.stream().filter(task -> !idlePoller(task)).toList();
    if (!eager.isEmpty()) {
      run(chosen(eager, timely ? List.of() : early(program)), program);
    } else if (!jumped(program)) {
      if (!ready.isEmpty()) {
        run(chosen(ready, List.of()), program);
      } else {
        stuck(program);
      }
    }
  }

  /** Lets the run's fault strike if it is time for it; tells whether something was done. */
  private boolean struck(List<Task> program) {
    Injection injection = engine.injection();
    if (injection == null) {
      return false;
    }
    Integer msqid = injection.removing();
    if (msqid != null) {
      if (!gathered(new Readiness.Place(false, msqid), program)) {
        injection.remove(msqid);
      }
      return true;
    }
    for (Task task : program) {
      OpenCall call = task.call;
      if (task.activity == Activity.HELD
          && call != null
          && readiness.of(task) == Readiness.Answer.NO
          && injection.interrupts(task, call)) {
        if (injection.signals(task)) {
          signalled(task.proc());
        } else {
          answer(task, call, -Errno.EINTR);
        }
        return true;
      }
    }
    return false;
  }

  private boolean refused(OpenCall call) {
    Injection injection = engine.injection();
    return injection != null && injection.refuses(call);
  }

  /**
   * Those whose sleep is not over yet, the first to wake first. Each may overtake the others so often and no more:
   * who waits by sleeping again and again would, for ever.
   */
  private List<Task> early(List<Task> program) {
    long now = engine.clock.now();
    return program.stream()
        .filter(
            task -> Timers.sleeping(task) && deadline(task) > now && task.sleptEarly < Schedule.MOST_EARLY)
        .sorted(Comparator.comparingLong(Controlled::deadline))
        .toList();
  }

  private static long deadline(Task task) {
    return task.call == null ? Clock.NEVER : task.call.deadline;
  }

  /** One of those who can move, or who could if their sleep was over. */
  private Task chosen(List<Task> able, List<Task> asleep) {
    List<Task> tasks = new ArrayList<>(able);
    tasks.addAll(asleep);
    List<Option> options = new ArrayList<>(tasks.size());
    for (Task task : tasks) {
      String object = task.call == null ? "" : engine.objects.of(task.call.operation);
      options.add(new Option(task.name, object, options.size() >= able.size()));
    }
    int chosen = engine.recorder.halfway() ? tail.choose(options) : chooser.choose(options);
    Option option = options.remove(chosen);
    decisions.add(new Decision(engine.recorder.position(), option, options));
    Task task = tasks.get(chosen);
    if (option.sleeps()) {
      task.sleptEarly++;
      engine.world.epoch++;
      engine.advance(deadline(task));
    }
    return task;
  }

  @Override
  public List<Decision> decisions() {
    return decisions;
  }

  private boolean idlePoller(Task task) {
    return task.call != null
        && task.pollEpoch == engine.world.epoch
        && task.failedPolls >= Polls.IDLE;
  }

  /** Lets the clock jump to the next deadline if nobody who is outside can move before. */
  private boolean jumped(List<Task> program) {
    long next = timers.next(program);
    if (next == Clock.NEVER || !engine.clock.virtual() || !stillness.isOutsideBlocked(program)) {
      return false;
    }
    stillness.disturb();
    engine.world.epoch++;
    engine.advance(next);
    return true;
  }

  /** Nobody can be let go. */
  private void stuck(List<Task> program) {
    if (engine.realTimers) {
      signalled(null);
      stillness.lookLater();
    } else if (program.stream().noneMatch(task -> stillness.isOutside(task) && !task.vforking)) {
      engine.recorder.end(new RunEnd.Deadlock(List.of()));
    } else if (!engine.clock.virtual() || !stillness.isOutsideBlocked(program)) {
      stillness.lookLater();
    } else if (stillness.lasts()) {
      engine.outOfTime();
    } else {
      stillness.lookLater();
    }
  }

  private void run(Task task, List<Task> program) {
    if (until != null && decisions.size() == until.step()) {
      engine.leave(until.task());
      if (engine.toBeLeft() != null) {
        return;
      }
    }
    OpenCall call = task.call;
    if (call == null || !(task.stop().stop() instanceof Stop.Entry) || call.entered) {
      release(task);
    } else if (readiness.expires(task, call)) {
      wake(task, call);
    } else if (refused(call)) {
      answer(task, call, -Errno.ENOSPC);
    } else {
      if (Readiness.gathers(call) == null) {
        call.mayWait = readiness.of(task) == Readiness.Answer.UNKNOWN;
      }
      caller = task;
      call(task, program);
    }
  }

  /** Lets the next call into the kernel, or first another task to where that must be before. */
  private void call(Task task, List<Task> program) {
    OpenCall call = task.call;
    if (call != null) {
      Readiness.Place place = Readiness.gathers(call);
      if (place != null ? gathered(place, program) : points(call) && bystanders.pause(program)) {
        return;
      }
    }
    caller = null;
    if (call != null) {
      enter(task, call);
    }
  }

  private static boolean points(OpenCall call) {
    return call.operation instanceof Operation.MsgSnd || call.operation instanceof Operation.OnSet;
  }

  /** Lets one of those who wait at a place into the kernel; tells whether there was one. */
  private boolean gathered(Readiness.Place place, List<Task> program) {
    Task waiter = bystanders.waiter(place, program);
    if (waiter == null || waiter.call == null) {
      return false;
    }
    waiter.call.mayWait = true;
    enter(waiter, waiter.call);
    return true;
  }

  private void wake(Task task, OpenCall call) {
    answer(task, call, call.operation instanceof Operation.Sleep ? 0 : -Errno.EAGAIN);
  }

  /** Ends a held call without letting it into the kernel. */
  private void answer(Task task, OpenCall call, long result) {
    try {
      engine.wake(task, call, result);
    } catch (TraceeDied e) {
      return;
    }
    release(task);
  }

  /** Lets one of those go to whom a signal has come; tells whether there was one. */
  private boolean attendSignals() {
    for (Task task : List.copyOf(suspects)) {
      suspects.remove(task);
      OpenCall call = task.call;
      if (task.activity != Activity.HELD) {
        continue;
      }
      if (engine.world.dying(task)) {
        suspects.add(task);
        stillness.lookSoon();
        return true;
      }
      Status status = new Status(task.status());
      if (call != null && feelsPending(status, call) && readiness.of(task) == Readiness.Answer.NO) {
        interrupt(task, call, status);
        return true;
      }
    }
    return false;
  }

  private static boolean feelsPending(Status status, OpenCall call) {
    if (call.operation instanceof Operation.Pause pause && pause.masked()) {
      return status.feelsPending(pause.mask());
    }
    return status.feelsPending();
  }

  private void interrupt(Task task, OpenCall call, Status status) {
    if (!Timers.sleeping(task)) {
      call.mayWait = true;
      enter(task, call);
      return;
    }
    try {
      engine.interruptSleep(task, call, status.catchesPending());
    } catch (TraceeDied e) {
      return;
    }
    release(task);
  }
}
