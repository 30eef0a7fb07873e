package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.Report;
import ipcgrade.tracer.ptrace.Stop;
import ipcgrade.tracer.ptrace.Stopped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports that come in an order that is not repeatable are kept back until all have come. So it is with what comes of
 * a call that wakes or ends others, as IPC_RMID and kill(2) do; and, where one runs at a time, with what anybody else
 * does.
 */
final class Effects {
  private final World world;
  private final Consumer<Report> again;
  private final List<Report> kept = new ArrayList<>();
  private final Comparator<Report> order =
      Comparator.comparing(Effects::causesNothing).thenComparingInt(this::ownTid);

  /** Who is in such a call. */
  private @Nullable Task acting;

  /** Somebody has done such a thing who is outside the program, or has ended by it. */
  private boolean struck;

  /** @param again takes a report that was kept back, and does not keep it back once more */
  Effects(World world, Consumer<Report> again) {
    this.world = world;
    this.again = again;
  }

  /** A task goes into a call that may wake or end others. */
  void begin(Task task) {
    acting = task;
  }

  /** Somebody outside the program wakes or ends others. */
  void begin() {
    struck = true;
  }

  /** Who was in such a call has ended by it; others may still have to. */
  void endedBy(Task task) {
    if (task == acting) {
      acting = null;
      struck = true;
    }
  }

  /** Whether the task is in such a call. */
  boolean of(Task task) {
    return task == acting;
  }

  /** Whether somebody may be about to be woken or ended by such a call. */
  boolean collecting() {
    return acting != null || struck;
  }

  /** Keeps a report of a task of the program for later. */
  void keep(Task task, Report report) {
    if (report instanceof Report.Ended) {
      forgetStops(task);
    }
    kept.add(report);
    task.unseen = report;
  }

  /** A task has been killed: whether it had stopped before was chance. Of whom it made nothing else tells. */
  void forgetStops(Task task) {
    kept.removeIf(report -> report.tid() == task.tid && causesNothing(report));
    task.unseen = null;
  }

  /**
   * Goes on with what was kept back, in the order of thread ids, ends first, as they may be what others stopped for; tells
   * whether there was anything, or might have been.
   */
  boolean settle() {
    boolean some = collecting() || !kept.isEmpty();
    acting = null;
    struck = false;
    while (!kept.isEmpty()) {
      Report next = Collections.min(kept, order);
      kept.remove(next);
      goOn(next);
    }
    return some;
  }

  /** Goes on with the ends of a process's threads. */
  void settleEnds(Proc proc) {
    List<Report> ends =
        kept.stream().filter(report -> endsUnseen(report.tid(), proc)).sorted(order).toList();
    kept.removeAll(ends);
    ends.forEach(this::goOn);
  }

  private boolean endsUnseen(int tid, Proc proc) {
    Task task = world.task(tid);
    return task != null && task.endsUnseen() && task.proc() == proc;
  }

  private void goOn(Report report) {
    Task task = world.task(report.tid());
    if (task != null) {
      task.unseen = null;
    }
    again.accept(report);
  }

  private static boolean causesNothing(Report report) {
    return report instanceof Report.Halted(Stopped stopped) && !(stopped.stop() instanceof Stop.NewChild);
  }

  private int ownTid(Report report) {
    Task task = world.task(report.tid());
    return task == null ? report.tid() : task.ownTid;
  }
}
