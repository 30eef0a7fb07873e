package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import ipcgrade.trace.RunEnd;
import ipcgrade.tracer.Task.Activity;
import ipcgrade.tracer.ptrace.TraceeDied;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets everybody run as the kernel will, but for sleeps, which wait for the virtual clock. */
final class Natural implements Driver {
  private static final long SOON = 100_000;
  private static final long LATER = 1_000_000;
  private static final int IDLE_POLLS = 20;

  private final Engine engine;
  private final Timers timers;
  private final Deque<Task> creators = new ArrayDeque<>();
  private final List<Task> parked = new ArrayList<>();
  private @Nullable Task creating;

  Natural(Engine engine) {
    this.engine = engine;
    timers = new Timers(engine);
  }

  @Override
  public void pass(Task task) {
    if (task == creating && task.call == null) {
      creating = null;
    }
    engine.release(task);
    outside(task);
    createNext();
  }

  @Override
  public void looked(Task task, int looks) {
    pass(task);
  }

  @Override
  public void entered(Task task) {
    task.activity = Activity.HELD;
    OpenCall call = task.call;
    if (call != null && call.operation instanceof Operation.MsgGet) {
      creators.add(task);
      createNext();
    } else if (engine.clock.virtual() && idlePoller(task)) {
      parked.add(task);
    } else if (call != null && !Timers.sleeping(task)) {
      call.mayWait = true;
      engine.enter(task, call);
      outside(task);
    }
  }

  /** Whether it has polled in vain for long; it may do so again when nobody else can move. */
  private boolean idlePoller(Task task) {
    return task.pollEpoch == engine.world.epoch && task.failedPolls >= IDLE_POLLS;
  }

  /** One at a time, so that each finds the id that was made ready for it. */
  private void createNext() {
    while (creating == null && !creators.isEmpty()) {
      Task next = creators.remove();
      // it may have been killed
      if (next.call != null && next.stopped != null) {
        creating = next;
        engine.enter(next, next.call);
        outside(next);
      }
    }
  }

  @Override
  public void forked(Task task, boolean vfork) {
    pass(task);
  }

  @Override
  public void groupStopped(Task task) {}

  @Override
  public boolean defers(Task task) {
    return false;
  }

  @Override
  public void acted() {
    engine.effects.settle();
  }

  @Override
  public void gone(Task task) {
    creators.remove(task);
    parked.remove(task);
    if (task == creating) {
      creating = null;
      createNext();
    }
  }

  @Override
  public void signalled(@Nullable Proc proc) {
    for (Task task : engine.world.program()) {
      if (Timers.sleeping(task) && (proc == null || task.proc() == proc)) {
        interrupt(task);
      }
    }
  }

  /** A sleeper to whom a signal has come. */
  private void interrupt(Task task) {
    OpenCall call = task.call;
    Status status = new Status(task.status());
    if (call == null || !status.feelsPending()) {
      return;
    }
    try {
      engine.interruptSleep(task, call, status.catchesPending());
    } catch (TraceeDied e) {
      return;
    }
    pass(task);
  }

  @Override
  public long patience() {
    List<Task> program = engine.world.program();
    if (engine.clock.virtual() && timers.next(program) <= engine.clock.now()) {
      wakeDue(program);
    }
    return program.stream().anyMatch(task -> task.activity == Activity.HELD) ? SOON : LATER;
  }

  @Override
  public void quiet() {
    List<Task> program = engine.world.program();
    long next = timers.next(program);
    List<Task> others =
        program.stream()
            .filter(task -> task.activity == Activity.OUTSIDE && !engine.world.outlived(task))
            .toList();
    if (!engine.clock.virtual() || program.stream().anyMatch(engine.world::aboutToStop)
        || !Timers.blocked(others)) {
      return;
    }
    if (next != Clock.NEVER) {
      engine.advance(next);
      wakeDue(program);
      unpark();
    } else if (!parked.isEmpty()) {
      unpark();
    } else
      if (!engine.realTimers
          && others.stream().allMatch(task -> task.call != null && task.call.entered)) {
            engine.recorder.end(new RunEnd.Deadlock(List.of()));
          }
  }

  private void unpark() {
    for (Task task : List.copyOf(parked)) {
      OpenCall call = task.call;
      if (call != null && task.stopped != null) {
        task.failedPolls = 0;
        engine.enter(task, call);
        outside(task);
      }
    }
    parked.clear();
  }

  private void wakeDue(List<Task> program) {
    for (Task task : program) {
      OpenCall call = task.call;
      if (Timers.sleeping(task) && call != null && call.deadline <= engine.clock.now()) {
        try {
          engine.wake(task, call, 0);
        } catch (TraceeDied e) {
          continue;
        }
        pass(task);
      }
    }
    timers.fire(program, this);
  }

  private static void outside(Task task) {
    if (task.activity == Activity.RUNNING) {
      task.activity = Activity.OUTSIDE;
    }
  }
}
