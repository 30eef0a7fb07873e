package ipcgrade.explore;

import java.util.OptionalInt;
import java.util.Set;

/**
 * How far a search through all schedules came.
 *
 * @param finished whether nothing was left to be tried, whatever the preemptions
 * @param preemptions every schedule with at most so many was tried; empty if not even those without, or if the
 *     search did not count them
 * @param schedules different ones that were tried
 * @param runs what they took; some lead to what was tried already
 * @param gaps why schedules may have been left out even so
 */
public record Extent(
    boolean finished, OptionalInt preemptions, long schedules, long runs, Set<Gap> gaps) {
  public Extent {
    gaps = Set.copyOf(gaps);
  }

  /** Whether all schedules were tried, or one of each class of those that differ in nothing that matters. */
  public boolean all() {
    return finished && sound();
  }

  /** Whether what {@link #preemptions} and {@link #finished} say is certain. */
  public boolean sound() {
    return gaps.stream().noneMatch(Gap::voiding);
  }
}
