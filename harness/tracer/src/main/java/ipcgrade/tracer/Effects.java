package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a call that wakes or ends others, as IPC_RMID and kill(2) do. The reports of those come in an order that
 * is not repeatable: they are kept back until all have come.
 */
final class Effects {
  private final World world;
  private final Consumer<Report> again;
  private final List<Report> kept = new ArrayList<>();

  /** Who is in such a call. */
  private @Nullable Task acting;

  /** Somebody has done such a thing who is outside the program, or has ended by it. */
  private boolean struck;

  /** @param again takes a report that was kept back */
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

  /** Whether others' reports are kept back. */
  boolean collecting() {
    return acting != null || struck;
  }

  /** Whether something of the task is kept back. */
  boolean keepsBack(Task task) {
    return kept.stream().anyMatch(report -> report.tid() == task.tid);
  }

  /** Keeps a report back if it may be an effect of a call that has not returned yet. */
  boolean keepsBack(Report report) {
    Task task = world.task(report.tid());
    boolean effect = collecting() && task != null && task != acting && task.reported();
    if (effect) {
      kept.add(report);
    }
    return effect;
  }

  /** Goes on with what was kept back, in the order of thread ids. */
  void settle() {
    acting = null;
    struck = false;
    List<Report> reports = new ArrayList<>(kept);
    kept.clear();
    reports.sort(Comparator.comparingInt(Report::tid));
    reports.forEach(again);
  }
}
