package ipcgrade.explore;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import ipcgrade.trace.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a search has found.
 *
 * @param runs that were made
 * @param judged of them; the others were orders of steps that another run had shown already
 * @param time they took together
 * @param interleavings different ones: {@link Coverage}
 * @param races pairs of calls that race
 * @param turned those of them that were seen in both orders
 * @param faults those that most runs show first
 * @param extent how far the exhaustive search came, if there was one
 * @param interrupted whether it was ended from outside
 * @param broken what of the harness failed and ended it
 */
public record Findings(
    long runs,
    long judged,
    Duration time,
    int interleavings,
    int races,
    int turned,
    List<Found> faults,
    Optional<Extent> extent,
    boolean interrupted,
    Optional<SandboxException> broken) {
  public Findings {
    faults = List.copyOf(faults);
  }

  /**
   * A fault.
   *
   * @param first the position, from 1, of the first judged run that shows it
   * @param times how many show it
   * @param strategy that led to the first
   * @param schedule of the first, to be replayed
   * @param run the first, as results tell of it
   */
  public record Found(
      Fault fault, long first, long times, String strategy, Schedule schedule, Result.Run run) {}

  /** Runs in a second. */
  public double perSecond() {
    return runs / Math.max(1e-9, time.toNanos() / 1e9);
  }
}
