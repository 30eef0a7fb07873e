package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import ipcgrade.tracer.Task.Activity;
import ipcgrade.tracer.ptrace.TraceeDied;
import ipcgrade.tracer.ptrace.Tracer;
import java.util.ArrayList;
import java.util.List;

/** What waits for the virtual clock, and when it may jump. */
final class Timers {
  private static final int SIGALRM = 14;

  private final Engine engine;

  Timers(Engine engine) {
    this.engine = engine;
  }

  /** The earliest time that anybody waits for, or {@link Clock#NEVER}. */
  long next(List<Task> program) {
    long next = Clock.NEVER;
    for (Task task : program) {
      if (task.activity == Activity.HELD && task.call != null) {
        next = Math.min(next, task.call.deadline);
        next = task.call.notBefore > engine.clock.now() ? Math.min(next, task.call.notBefore) : next;
      } else if (task.timedWait != null) {
        next = Math.min(next, task.timedWait.deadline());
      }
    }
    for (Proc proc : engine.world.processes()) {
      next = Math.min(next, proc.alarm);
    }
    return next;
  }

  /** Whether it is held in a sleep on the virtual clock. */
  static boolean sleeping(Task task) {
    return task.activity == Activity.HELD
        && task.call != null
        && task.call.operation instanceof Operation.Sleep
        && task.call.deadline != Clock.NEVER;
  }

  /** Rings the alarms that are due and ends the timed waits that are over, {@code waiting} having them. */
  void fire(List<Task> program, Driver driver) {
    long now = engine.clock.now();
    for (Proc proc : List.copyOf(engine.world.processes())) {
      if (proc.alarm <= now) {
        proc.alarm = proc.alarmInterval > 0 ? now + proc.alarmInterval : Clock.NEVER;
        Tracer.kill(proc.hostPid, SIGALRM);
        engine.world.epoch++;
        driver.signalled(proc);
      }
    }
    for (Task task : program) {
      if (task.activity == Activity.OUTSIDE
          && task.timedWait != null
          && task.timedWait.deadline() <= now) {
        task.activity = Activity.EXPIRING;
        try {
          engine.tracer.interrupt(task.tid);
        } catch (TraceeDied e) {
          // its end will be reported
        }
      }
    }
  }

  /** Whether all of {@code tasks} wait in the kernel and none has moved between two looks. */
  static boolean blocked(List<Task> tasks) {
    return asleep(tasks.stream().map(Timers::sight).toList());
  }

  /** What there is to see of a task. */
  interface Sight {
    Status status();

    /** {@link Status#isRunning}, now. */
    boolean running();
  }

  private static Sight sight(Task task) {
    return new Sight() {
      @Override
      public Status status() {
        return new Status(task.status());
      }

      @Override
      public boolean running() {
        return Status.isRunning(task.tid);
      }
    };
  }

  /**
   * Whether all sleep, and none has moved between two looks. Whether one runs is asked between these: one that has
   * stopped meanwhile, at the end of the call in which it seemed to sleep, does not run either.
   */
  static boolean asleep(List<Sight> tasks) {
    List<Long> switches = new ArrayList<>();
    for (Sight task : tasks) {
      Status status = task.status();
      if (status.state() != 'S') {
        return false;
      }
      switches.add(status.switches());
    }
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.get(i).running()) {
        return false;
      }
      Status status = tasks.get(i).status();
      if (status.state() != 'S' || status.switches() != switches.get(i)) {
        return false;
      }
    }
    return true;
  }
}
