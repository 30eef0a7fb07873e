package ipcgrade.explore;

import ipcgrade.explore.Findings.Found;
import ipcgrade.order.History;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/** Looks for schedules under which a program breaks a rule, or comes to a stop. It keeps no run. */
public final class Hunt {
  private final Runner runner;
  private final Judge judge;
  private final Plan plan;
  private final IntConsumer progress;
  private final Coverage coverage = new Coverage();
  private final Map<Fault, Found> found = new LinkedHashMap<>();
  private final long started = System.nanoTime();
  private int runs;
  private long judged;

  /**
   * A hunt that begins now.
   *
   * @param progress told before each run how many were made
   */
  public Hunt(Runner runner, Judge judge, Plan plan, IntConsumer progress) {
    this.runner = runner;
    this.judge = judge;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Hunts until the budget is spent, nothing is left to be tried, the harness fails, or the thread is interrupted;
   * what was found until then is told.
   *
   * @throws SandboxException if the harness, not the program, is at fault and nothing was seen before
   */
  public Findings hunt() throws SandboxException {
    List<Method> drawing = plan.methods().stream().filter(method -> method != Method.EXHAUSTIVE).toList();
    boolean exhaustive = drawing.size() < plan.methods().size();
    Extent extent = null;
    boolean interrupted = false;
    SandboxException broken = null;
    try {
      Trace first = run(new Schedule(new Strategy.Fair(), plan.seed()));
      see(first);
      if (!drawing.isEmpty()) {
        draw(new Draws(drawing, plan, first), exhaustive ? 2 : 1);
      }
      if (exhaustive) {
        extent = exhaust();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (SandboxException e) {
      if (judged == 0) {
        throw e;
      }
      broken = e;
    }
    List<Found> faults = new ArrayList<>(found.values());
    faults.sort(Comparator.comparingLong(Found::times).reversed());
    return new Findings(
        runs,
        judged,
        elapsed(),
        coverage.interleavings(),
        coverage.races(),
        coverage.turned(),
        faults,
        Optional.ofNullable(extent),
        interrupted,
        Optional.ofNullable(broken));
  }

  /** Spends the budget, or one part of so many of it. */
  private void draw(Draws draws, int parts) throws SandboxException, InterruptedException {
    while (goesOn(parts)) {
      see(run(draws.next()));
    }
  }

  private Extent exhaust() throws SandboxException, InterruptedException {
    Exhaustive search = new Exhaustive(this::run, plan.seed(), plan.timely());
    OptionalInt preemptions = plan.preemptions();
    return preemptions.isPresent()
        ? search.bounded(preemptions.getAsInt(), () -> goesOn(1), this::see)
        : search.reduced(() -> goesOn(1), this::see);
  }

  private Trace run(Schedule schedule) throws SandboxException, InterruptedException {
    progress.accept(runs);
    runs++;
    return runner.run(schedule);
  }

  private void see(Trace trace) throws SandboxException {
    judged++;
    coverage.add(History.of(trace));
    Judge.Finding finding = judge.judge(trace);
    for (Fault fault : finding.faults()) {
      found.merge(fault, first(fault, trace, finding.run()), Hunt::again);
    }
  }

  private Found first(Fault fault, Trace trace, Result.Run run) {
    Schedule schedule = trace.request().schedule();
    String strategy =
        schedule.strategy() instanceof Strategy.Replay ? "exhaustive" : schedule.strategy().id();
    Schedule replay =
        new Schedule(
            new Strategy.Replay(Decision.turns(trace.decisions())), schedule.seed(), schedule.timely());
    return new Found(fault, judged, 1, strategy, replay, run);
  }

  private static Found again(Found before, Found now) {
    return new Found(
        before.fault(), before.first(), before.times() + 1, before.strategy(), before.schedule(),
        before.run());
  }

  private boolean goesOn(int parts) {
    return runs < plan.runs() / parts
        && elapsed().compareTo(plan.time().dividedBy(parts)) < 0
        && !Thread.currentThread().isInterrupted();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
