package ipcgrade.tracer;

import ipcgrade.tracer.Task.Activity;
import java.util.List;

/**
 * Whether the tasks that are not held stand still all the same, or are about to stop: what is decided before that
 * would depend on the kernel's mood.
 *
 * <p>Real time, in nanoseconds, decides nothing that a program does, only how long we look before we say so.
 */
final class Stillness {
  /** Between two looks at a task that should stop at once. */
  static final long SOON = 100_000;

  /** Between two looks at one that has not. */
  static final long LATER = 1_000_000;

  /** Of processor time: who has used so much without a call is computing; of sleep: who sleeps so is blocked. */
  static final long LONG = 20_000_000;

  /**
   * Of processor time between two looks: more is not believed. On a virtual machine, what another machine took meanwhile
   * is in it, and one such pause must not make a process one that computes.
   */
  private static final long BURST = 5_000_000;

  /** Without any stop: looks become rarer. */
  private static final long SLOW = 300_000_000;

  /** Without any stop: those who are dying are no longer waited for. */
  private static final long HOPELESS = 2_000_000_000;

  /** Of proven quiet with nobody to wake anybody: the run will never end. */
  private static final long STUCK = 1_000_000_000;

  private final Engine engine;
  private long since = System.nanoTime();
  private long idle;

  Stillness(Engine engine) {
    this.engine = engine;
  }

  /** Somebody has moved. */
  void disturb() {
    since = System.nanoTime();
  }

  /** Whether nobody has moved for so long that nobody ever will. */
  boolean lasts() {
    return System.nanoTime() - since > STUCK;
  }

  /** How long to wait until the next look, once; 0 to wait for a stop. */
  long patience() {
    long once = idle;
    idle = 0;
    return once;
  }

  /** Looks again later. */
  void lookLater() {
    idle = LATER;
  }

  /** Looks again soon. */
  void lookSoon() {
    idle = SOON;
  }

  /** Whether somebody is about to stop; then the next look is set. */
  boolean isAwaited(List<Task> program) {
    boolean awaited = program.stream().anyMatch(this::isAwaited);
    if (awaited) {
      boolean late = System.nanoTime() - since > SLOW;
      idle = late ? LATER : SOON;
    }
    return awaited;
  }

  private boolean isAwaited(Task task) {
    if (task.endsUnseen()) {
      return false;
    }
    boolean hopeless = System.nanoTime() - since > HOPELESS;
    if (engine.effects.collecting() && !hopeless && engine.world.dying(task)) {
      return true;
    }
    if (task.unseen != null) {
      return false;
    }
    return engine.world.aboutToStop(task)
        || (task.activity == Activity.OUTSIDE && !task.busy && isOnItsWay(task));
  }

  /** Whether one who is outside neither waits in the kernel nor computes for long: that is remembered. */
  private boolean isOnItsWay(Task task) {
    if (stands(task) || engine.world.outlived(task)) {
      task.usedBefore = -1;
      return false;
    }
    task.busy = computesForLong(task);
    return !task.busy;
  }

  /** Whether nobody who is outside can move before the clock does. */
  boolean isOutsideBlocked(List<Task> program) {
    return Timers.blocked(program.stream().filter(task -> isOutside(task) && !task.vforking).toList());
  }

  /** Whether a task waits for something that is not modelled, or computes. */
  boolean isOutside(Task task) {
    return task.activity == Activity.OUTSIDE
        && !engine.world.outlived(task)
        && !engine.semaphores.asleep(task);
  }

  /** Whether one who is outside waits in the kernel; vfork(2) waits in an uninterruptible sleep. */
  static boolean stands(Task task) {
    return task.vforking
        ? new Status(task.status()).state() == 'D'
        : Timers.blocked(List.of(task));
  }

  /**
   * Whether it has used the processor for so long that the others shall not wait for it. How long it had
   * to wait for the processor must not matter. Who is in a modelled call stops soon, or sleeps; who is on its way
   * out is soon gone.
   */
  static boolean computesForLong(Task task) {
    if (task.call != null && task.call.entered) {
      return false;
    }
    long used = Status.processorNanos(task.tid);
    if (task.usedBefore < 0) {
      task.computed = 0;
    } else {
      task.computed += Math.min(used - task.usedBefore, BURST);
    }
    task.usedBefore = used;
    return task.computed > LONG && !Stat.exiting(task.tid);
  }
}
