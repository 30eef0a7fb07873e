package ipcgrade.score;

import ipcgrade.score.Result.Evidence;
import java.util.List;

/**
 * What a task did in a run from one decision to the next.
 *
 * @param number from 1
 * @param nanos virtual time at which it began
 * @param task its name, as schedules have it
 * @param process as the reading has it: "client 2"
 * @param instead who else could have gone, as {@code process}
 * @param preempts whether the one that went before could have gone on
 * @param events that happened
 */
public record Step(
    int number,
    long nanos,
    String task,
    String process,
    List<String> instead,
    boolean preempts,
    List<Evidence> events) {
  public Step {
    instead = List.copyOf(instead);
    events = List.copyOf(events);
  }

  /** How many steps two runs have in common from their start: the same tasks went. */
  public static int inCommon(List<Step> one, List<Step> other) {
    int common = 0;
    while (common < Math.min(one.size(), other.size())
        && one.get(common).task().equals(other.get(common).task())) {
      common++;
    }
    return common;
  }
}
