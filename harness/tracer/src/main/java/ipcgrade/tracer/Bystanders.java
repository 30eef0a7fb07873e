package ipcgrade.tracer;

import ipcgrade.tracer.Task.Activity;
import ipcgrade.tracer.ptrace.TraceeDied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the others to where they must be before a call is made. */
final class Bystanders {
  private final Engine engine;
  private final Readiness readiness;

  Bystanders(Engine engine, Readiness readiness) {
    this.engine = engine;
    this.readiness = readiness;
  }

  /**
   * Stops those who compute beside the others, while a call reads what it points to; tells whether there was one. They
   * could write to the message or the struct sembuf between our look at it and the kernel's, or end and have the
   * kernel take back what they did to semaphores, and the model would be wrong about it.
   */
  boolean pause(List<Task> program) {
    boolean some = false;
    for (Task task : program) {
      if (task.activity == Activity.OUTSIDE && task.busy && !Stillness.stands(task)) {
        try {
          engine.tracer.interrupt(task.tid);
        } catch (TraceeDied e) {
          continue;
        }
        task.activity = Activity.RUNNING;
        some = true;
      }
    }
    return some;
  }

  /** Those who paused go on; that they compute is known. */
  void resume() {
    for (Task task : engine.world.program()) {
      if (task.activity == Activity.PAUSED) {
        engine.release(task);
        task.activity = Activity.OUTSIDE;
      }
    }
  }

  /**
   * One who waits at a place, and not in the kernel yet, or null: before IPC_RMID all must wait there, so that they
   * get EIDRM as they would in real life; before GETNCNT and GETZCNT, so that they are counted. Who is late does not
   * wait.
   */
  @Nullable
  Task waiter(Readiness.Place place, List<Task> program) {
    for (Task waiter : program) {
      OpenCall waiting = waiter.call;
      if (waiter.activity == Activity.HELD
          && waiting != null
          && !waiting.entered
          && waiting.notBefore <= engine.clock.now()
          && place.equals(Readiness.waitsAt(waiting))
          && readiness.of(waiter) == Readiness.Answer.NO) {
        return waiter;
      }
    }
    return null;
  }
}
