package ipcgrade.trace;

import ipcgrade.trace.Strategy.Turn;
import java.util.Collection;
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
   * Whether it is a preemption: the task that went before had to stop though it could have gone on, or all stood
   * still while this one slept.
   *
   * @param before the task of the decision before it; "" if it is the first
   */
  public boolean preempts(String before) {
    return preempts(task, others, before);
  }

  /** Whether it would be a preemption to let {@code next} go of those that are enabled. */
  public static boolean preempts(Option next, Collection<Option> enabled, String before) {
    return next.sleeps()
        || (!next.name().equals(before)
            && enabled.stream().anyMatch(option -> option.name().equals(before) && !option.sleeps()));
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
    return Turn.of(decisions.stream().map(decision -> decision.task().name()).toList());
  }
}
