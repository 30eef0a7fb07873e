package ipcgrade.trace;

import ipcgrade.trace.Strategy.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The agent let a task go, and which others it could have let go instead.
 *
 * @param seq the position that the next event after it has; what happens up to the next decision is the step that
 *     the task then made
 * @param task who went, named as {@link Strategy} says
 * @param others who else could have gone, the one that had waited longest first
 */
public record Decision(long seq, Option task, List<Option> others) {
  public Decision {
    others = List.copyOf(others);
  }

  /**
   * A task that can move.
   *
   * @param name as {@link Strategy} says
   * @param object what its next call is about: {@code q1} is the second queue of the run by its creation,
   *     {@code s0} the first semaphore set; empty if it makes no such call
   * @param sleeps whether it would move only by ending its sleep before its time
   */
  public record Option(String name, String object, boolean sleeps) {}

  /** The same decisions as turns, to be replayed. */
  public static List<Turn> turns(List<Decision> decisions) {
    List<Turn> turns = new ArrayList<>();
    for (Decision decision : decisions) {
      String name = decision.task().name();
      if (!turns.isEmpty() && turns.getLast().task().equals(name)) {
        Turn last = turns.removeLast();
        turns.add(new Turn(name, last.steps() + 1));
      } else {
        turns.add(new Turn(name, 1));
      }
    }
    return turns;
  }
}
