package ipcgrade.explore;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All schedules of a program, by stateless model checking: a depth-first search over the decisions of its runs,
 * each of which replays the decisions before the one that is to be another, and then goes on without preemption.
 * Godefroid: Model Checking for Programming Languages using VeriSoft, POPL 1997. All runs have one seed.
 *
 * <p>There are two searches.
 *
 * <ul>
 *   <li>{@link #bounded} tries every schedule with at most so many preemptions, first those with none, then those
 *       with one, and so on. A preemption is a decision against the task that went last and can go on, or to
 *       end a sleep before its time ({@link Shrinker#preemptions}). Musuvathi,
 *       Qadeer: Iterative Context Bounding for Systematic Testing of Multithreaded Programs, PLDI 2007.
 *   <li>{@link #reduced} tries one schedule of each class of those that differ only in the order of independent
 *       steps (a Mazurkiewicz trace), by sleep sets: once a decision has been tried, its task sleeps in all that is
 *       tried after it from the same point, until somebody makes a step that depends on the sleeper's. Godefroid:
 *       Partial-Order Methods for the Verification of Concurrent Systems, LNCS 1032, 1996. What steps depend on
 *       each other {@link Steps} says.
 * </ul>
 *
 * <p>They are not put together: the one schedule of a class that sleep sets leave over may have more preemptions
 * than another that they leave out, so that within a bound classes would get lost. Coons, Musuvathi, McKinley:
 * Bounded Partial-Order Reduction, OOPSLA 2013.
 *
 * <p>It keeps the decisions of one run, and nothing of the runs before.
 */
public final class Exhaustive {
  /** How often a run that did not repeat the decisions it was given is made again. */
  private static final int TRIES = 3;

  private final Runner runner;
  private final long seed;
  private final boolean timely;
  private final List<Node> path = new ArrayList<>();
  private final Set<Gap> gaps = EnumSet.noneOf(Gap.class);
  private long runs;
  private long schedules;

  /**
   * A search that has not begun.
   *
   * @param timely whether it keeps to the schedules in which a sleep ends only when nobody else can move
   */
  public Exhaustive(Runner runner, long seed, boolean timely) {
    this.runner = runner;
    this.seed = seed;
    this.timely = timely;
  }

  /** A decision of the run that was made last, and what was tried instead of it. */
  private static final class Node {
    final Set<Option> options;
    final List<Option> untried;

    /** Of those who need not go here: what their next step is. */
    final Map<String, Footprint> asleep;

    /** Who went before; "" at the first decision. */
    final String last;

    /** Preemptions before it. */
    final int preemptions;

    @Nullable
    Option choice;
    @Nullable
    Footprint footprint;

    Node(Decision decision, Map<String, Footprint> asleep, String last, int preemptions) {
      List<Option> all = options(decision);
      this.options = Set.copyOf(all);
      this.untried = all;
      this.asleep = new HashMap<>(asleep);
      this.last = last;
      this.preemptions = preemptions;
      untried.removeIf(option -> asleep.containsKey(option.name()));
    }

    static List<Option> options(Decision decision) {
      List<Option> all = new ArrayList<>();
      all.add(decision.task());
      all.addAll(decision.others());
      return all;
    }

    /** Preemptions up to and with the choice of a task. */
    int preemptionsWith(Option next) {
      return preemptions + (Decision.preempts(next, options, last) ? 1 : 0);
    }

    Option choice() {
      if (choice == null) {
        throw new IllegalStateException("nobody is chosen");
      }
      return choice;
    }

    void choose(Option option) {
      choice = option;
      footprint = null;
      untried.remove(option);
    }
  }

  /**
   * Tries all schedules with no preemption, then those with one, and so on.
   *
   * @param most preemptions
   * @param goesOn asked before each run
   * @param visitor given each schedule's run, each once
   */
  public Extent bounded(int most, BooleanSupplier goesOn, Visitor visitor)
      throws SandboxException, InterruptedException {
    begin();
    OptionalInt done = OptionalInt.empty();
    boolean cut = true;
    for (int bound = 0; bound <= most && cut; bound++) {
      Boolean more = within(bound, goesOn, visitor);
      if (more == null) {
        break;
      }
      cut = more;
      done = OptionalInt.of(bound);
    }
    gaps.remove(Gap.SIGNALS); // it does not ask what is independent
    return new Extent(!cut, done, schedules, runs, gaps);
  }

  /**
   * Tries one schedule of each class of those that differ only in the order of independent steps.
   *
   * @param goesOn asked before each run
   * @param visitor given one run of each class
   */
  public Extent reduced(BooleanSupplier goesOn, Visitor visitor)
      throws SandboxException, InterruptedException {
    begin();
    boolean more = true;
    while (more && goesOn.getAsBoolean()) {
      Trace trace = repeated(favouring());
      if (trace != null && descend(trace)) {
        schedules++;
        visitor.visit(trace);
      }
      more = backtrack();
    }
    return new Extent(!more, OptionalInt.empty(), schedules, runs, gaps);
  }

  private void begin() {
    path.clear();
    gaps.clear();
    runs = 0;
    schedules = 0;
  }

  /** Whether there are schedules with more preemptions; null if the search had to stop. */
  private @Nullable Boolean within(int bound, BooleanSupplier goesOn, Visitor visitor)
      throws SandboxException, InterruptedException {
    path.clear();
    boolean cut = false;
    boolean more = true;
    while (more) {
      if (!goesOn.getAsBoolean()) {
        return null;
      }
      Trace trace = repeated(turns());
      if (trace != null && extend(trace) == bound) {
        schedules++;
        visitor.visit(trace);
      }
      more = false;
      while (!more && !path.isEmpty()) {
        Node node = path.getLast();
        cut |= node.untried.removeIf(option -> node.preemptionsWith(option) > bound);
        more = !node.untried.isEmpty();
        if (more) {
          node.choose(node.untried.getFirst());
        } else {
          path.removeLast();
        }
      }
    }
    return cut;
  }

  /** Adds the decisions that a run made by itself; returns its preemptions. */
  private int extend(Trace trace) {
    int free = gapsOf(trace).free();
    String last = path.isEmpty() ? "" : path.getLast().choice().name();
    int preemptions = path.isEmpty() ? 0 : path.getLast().preemptionsWith(path.getLast().choice());
    for (int i = path.size(); i < free; i++) {
      Node node = new Node(trace.decisions().get(i), Map.of(), last, preemptions);
      node.choose(trace.decisions().get(i).task());
      last = node.choice().name();
      preemptions = node.preemptionsWith(node.choice());
      path.add(node);
    }
    return preemptions;
  }

  /** Adds the decisions that a run made by itself; false if it came to where only sleepers can go. */
  private boolean descend(Trace trace) {
    Steps steps = gapsOf(trace);
    Map<String, Footprint> asleep = Map.of();
    if (!path.isEmpty()) {
      Node branch = path.getLast();
      branch.footprint = steps.footprint(path.size() - 1);
      asleep = stillAsleep(branch);
    }
    for (int i = path.size(); i < steps.free(); i++) {
      Decision decision = trace.decisions().get(i);
      Node node = new Node(decision, asleep, "", 0);
      path.add(node);
      if (asleep.containsKey(decision.task().name())) {
        return false;
      }
      node.choose(decision.task());
      node.footprint = steps.footprint(i);
      asleep = stillAsleep(node);
    }
    return true;
  }

  private static Map<String, Footprint> stillAsleep(Node node) {
    Footprint made = node.footprint;
    Map<String, Footprint> asleep = new HashMap<>();
    node.asleep.forEach(
        (task, footprint) -> {
          if (made != null && footprint.independent(made)) {
            asleep.put(task, footprint);
          }
        });
    return asleep;
  }

  /** Goes back to the last decision that can be another; false if there is none. */
  private boolean backtrack() {
    while (!path.isEmpty()) {
      Node node = path.getLast();
      Option tried = node.choice;
      Footprint footprint = node.footprint;
      if (tried != null && footprint != null) {
        node.asleep.put(tried.name(), footprint);
      }
      if (!node.untried.isEmpty()) {
        node.choose(node.untried.getFirst());
        return true;
      }
      path.removeLast();
    }
    return false;
  }

  private Steps gapsOf(Trace trace) {
    Steps steps = Steps.of(trace);
    gaps.addAll(steps.gaps());
    return steps;
  }

  /** A run that makes the decisions of {@link #path}; null if none does. */
  private @Nullable Trace repeated(List<Turn> turns) throws SandboxException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      runs++;
      Trace trace = runner.run(new Schedule(new Strategy.Replay(turns), seed, timely));
      if (repeats(trace)) {
        return trace;
      }
    }
    gaps.add(Gap.UNREPEATABLE);
    return null;
  }

  private boolean repeats(Trace trace) {
    List<Decision> decisions = trace.decisions();
    if (decisions.size() < path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      Node node = path.get(i);
      Decision decision = decisions.get(i);
      if (!decision.task().equals(node.choice())
          || !new HashSet<>(Node.options(decision)).equals(node.options)) {
        return false;
      }
    }
    return true;
  }

  private List<Turn> turns() {
    return Turn.of(path.stream().map(node -> node.choice().name()).toList());
  }

  /** The decisions, and then first those that are awake at the last of them: what sleepers do is known. */
  private List<Turn> favouring() {
    List<Turn> turns = new ArrayList<>(turns());
    if (!path.isEmpty()) {
      Node branch = path.getLast();
      turns.add(new Turn(branch.choice().name(), 0));
      branch.untried.forEach(option -> turns.add(new Turn(option.name(), 0)));
    }
    return turns;
  }
}
