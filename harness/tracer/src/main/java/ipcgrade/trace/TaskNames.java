package ipcgrade.trace;

import java.util.HashMap;
import java.util.Map;

/** Names of tasks as {@link Strategy} has them, given out in the order in which they start. */
public final class TaskNames {
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, Integer> made = new HashMap<>();

  /** Of a run in which nobody has started yet. */
  public TaskNames() {}

  /** The names of all tasks of a run. */
  public static TaskNames of(Trace trace) {
    TaskNames names = new TaskNames();
    trace.events(Event.Start.class).forEach(start -> names.started(start.tid(), start.parent()));
    return names;
  }

  /**
   * Names a task that has just started.
   *
   * @param parent as {@link Event.Start#parent}
   */
  public String started(int tid, int parent) {
    int nth = made.merge(parent, 1, Integer::sum);
    String maker = names.getOrDefault(parent, "");
    String name = maker.isEmpty() ? Integer.toString(nth) : maker + "." + nth;
    names.put(tid, name);
    return name;
  }

  /** The name of a thread, by the id that the program sees; "" if it never started. */
  public String name(int tid) {
    return names.getOrDefault(tid, "");
  }
}
