package ipcgrade.explore;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy.Replay;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a schedule that shows a fault shorter: fewer preemptions first, then fewer turns. What it finds has been
 * run and shows the fault. It need not be the shortest of all: it cannot be made shorter by leaving out one turn,
 * unless the runs it may make were spent before.
 *
 * <p>As delta debugging does (Zeller, Hildebrandt: Simplifying and Isolating Failure-Inducing Input, TSE 2002),
 * on turns: what is left out at the end is taken over by the schedule without preemptions.
 */
public final class Shrinker {
  private final Runner runner;
  private final Predicate<Trace> fault;
  private int left;
  private Found best;

  private Shrinker(Runner runner, Predicate<Trace> fault, int runs, Found best) {
    this.runner = runner;
    this.fault = fault;
    this.left = runs;
    this.best = best;
  }

  /**
   * A schedule that shows the fault.
   *
   * @param preemptions as {@link Shrinker#preemptions} counts them
   */
  public record Found(Schedule schedule, int preemptions) {
    private static final Comparator<Found> SHORTER =
        Comparator.comparingInt(Found::preemptions).thenComparing(found -> found.turns().size());

    /** Its turns; after them nobody is preempted. */
    public List<Turn> turns() {
      return schedule.strategy() instanceof Replay replay ? replay.turns() : List.of();
    }
  }

  /**
   * The shortest schedule found.
   *
   * @param failing a controlled run that shows the fault
   * @param fault whether a run shows it
   * @param runs how many runs may be made
   */
  public static Found shrink(Trace failing, Predicate<Trace> fault, Runner runner, int runs)
      throws SandboxException, InterruptedException {
    Schedule given = failing.request().schedule();
    Replay same = new Replay(Decision.turns(failing.decisions()));
    Found first =
        new Found(given.with(same), preemptions(failing));
    Shrinker shrinker = new Shrinker(runner, fault, runs, first);
    shrinker.shrink(failing);
    return shrinker.best;
  }

  private void shrink(Trace failing) throws SandboxException, InterruptedException {
    better(List.of());
    better(unhurried(failing));
    shorten();
    while (left > 0 && thin()) {
      // each time something can be left out, something else may have become needless
    }
  }

  /** How often in a run a task had to stop that could have gone on, or all stood still while one slept. */
  public static int preemptions(Trace trace) {
    int preemptions = 0;
    String last = "";
    for (Decision decision : trace.decisions()) {
      preemptions += decision.preempts(last) ? 1 : 0;
      last = decision.task().name();
    }
    return preemptions;
  }

  /** The same turns, each that ended because its task could go on no more without a number of steps. */
  private static List<Turn> unhurried(Trace trace) {
    List<Turn> turns = new ArrayList<>();
    List<Decision> decisions = trace.decisions();
    int steps = 0;
    for (int i = 0; i < decisions.size(); i++) {
      String name = decisions.get(i).task().name();
      steps++;
      boolean last = i + 1 == decisions.size();
      if (last || !decisions.get(i + 1).task().name().equals(name)) {
        boolean preempted =
            !last
                && decisions.get(i + 1).others().stream().anyMatch(other -> other.name().equals(name));
        turns.add(new Turn(name, preempted ? steps : 0));
        steps = 0;
      }
    }
    return turns;
  }

  /** Only so many of its first turns as are needed: half of those in question at a time. */
  private void shorten() throws SandboxException, InterruptedException {
    int low = 0;
    int high = best.turns().size();
    while (low < high && left > 0) {
      int middle = (low + high) / 2;
      if (better(best.turns().subList(0, middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
  }

  /** Without one turn, or with one that goes on for as long as it can: from the last to the first. */
  private boolean thin() throws SandboxException, InterruptedException {
    boolean some = false;
    for (int at = best.turns().size() - 1; at >= 0 && left > 0; at = Math.min(at, best.turns().size()) - 1) {
      List<Turn> without = new ArrayList<>(best.turns());
      Turn turn = without.remove(at);
      List<Turn> longer = new ArrayList<>(best.turns());
      longer.set(at, new Turn(turn.task(), 0));
      some |= better(joined(without)) || (turn.steps() > 0 && better(joined(longer)));
    }
    return some;
  }

  private static List<Turn> joined(List<Turn> turns) {
    List<Turn> joined = new ArrayList<>();
    for (Turn turn : turns) {
      if (!joined.isEmpty() && joined.getLast().task().equals(turn.task())) {
        int steps = joined.removeLast().steps();
        joined.add(new Turn(turn.task(), steps == 0 || turn.steps() == 0 ? 0 : steps + turn.steps()));
      } else {
        joined.add(turn);
      }
    }
    return joined;
  }

  /** Runs these turns; takes them if they show the fault and are shorter. */
  private boolean better(List<Turn> turns) throws SandboxException, InterruptedException {
    if (left == 0) {
      return false;
    }
    left--;
    Schedule schedule =
        best.schedule().with(new Replay(turns));
    Trace trace = runner.run(schedule);
    Found found = new Found(schedule, preemptions(trace));
    boolean better = Found.SHORTER.compare(found, best) < 0 && fault.test(trace);
    if (better) {
      best = found;
    }
    return better;
  }
}
