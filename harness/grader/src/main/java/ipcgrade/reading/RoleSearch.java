package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.Reading.Notes;
import ipcgrade.reading.Reading.Rival;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Operation.Queue;
import ipcgrade.trace.TaskNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds who plays which role. First in the plain way, in which a process plays one role at most. Only where
 * that leaves somebody without a part to play are other ways tried, each of which breaks the requirement
 * that the roles be processes of their own: one process plays two roles, or threads play. They are taken if
 * they explain more messages, by more than they cost.
 */
public final class RoleSearch {
  /** What it costs to read the threads of one process as processes. */
  private static final int SPLIT = 2;

  /** Threads of at most so many processes are tried. */
  private static final int MOST_SPLIT = 4;

  private final Spec spec;
  private final int most;

  /** A way to look at the run, and the readings found in it. */
  private record View(
      History history, Set<Integer> threads, Flows flows, List<CastSearch.Found> found, int cost) {
    int score() {
      return found.getFirst().score() - cost;
    }
  }

  private RoleSearch(Spec spec, int most) {
    this.spec = spec;
    this.most = most;
  }

  /** The best readings of a run, best first; never none. Deterministic. */
  public static List<Reading> readings(Spec spec, History history, int most) {
    return new RoleSearch(spec, most).readings(history);
  }

  /**
   * The reading of a run in which it is known who plays what: of one that goes as another did, until something goes
   * wrong.
   *
   * @param cast the tasks that play each role, in the order of its places, named as
   *     {@link ipcgrade.trace.Strategy} says
   */
  public static Reading known(Spec spec, History history, Map<String, List<String>> cast) {
    if (history.processes().isEmpty()) {
      return Reading.empty(spec, history);
    }
    TaskNames names = TaskNames.of(history.trace());
    Map<String, ProcessHistory> byName = new HashMap<>();
    history.processes().forEach(process -> byName.put(names.name(process.pid()), process));
    Map<String, List<Optional<ProcessHistory>>> players = new HashMap<>();
    ProcessHistory root = history.processes().getFirst();
    for (Spec.Role role : spec.roles().values()) {
      List<Optional<ProcessHistory>> places = new ArrayList<>();
      List<String> tasks = cast.getOrDefault(role.name(), List.of());
      for (int place = 0; place < role.count(); place++) {
        places.add(
            place < tasks.size() ? Optional.ofNullable(byName.get(tasks.get(place))) : Optional.empty());
      }
      players.put(role.name(), List.copyOf(places));
      root = role.root() ? places.getFirst().orElse(root) : root;
    }
    CastSearch search = new CastSearch(spec, history, root, true, 1);
    View view = new View(history, Set.of(), search.flows(), List.of(search.known(players)), 0);
    return new RoleSearch(spec, 1).readings(view).getFirst();
  }

  private List<Reading> readings(History history) {
    if (history.processes().isEmpty()) {
      return List.of(Reading.empty(spec, history));
    }
    View best = view(history, Set.of(), false, 0);
    List<Reading> readings = readings(best);
    if (leavesOpen(readings.getFirst())) {
      best = better(best, view(history, Set.of(), true, 0));
      readings = readings(best);
    }
    if (leavesOpen(readings.getFirst())) {
      readings = readings(split(best, history));
    }
    return readings;
  }

  /** Whether a role has fewer players than it should that do anything of what it does. */
  private boolean leavesOpen(Reading reading) {
    return spec.roles().values().stream()
        .flatMap(role -> reading.places(role).stream())
        .anyMatch(place -> place.filter(p -> reading.active(p.pid())).isEmpty());
  }

  /** Splits the threads off one process after the other, as long as it helps. */
  private View split(View plain, History history) {
    View best = plain;
    Set<Integer> whole = new TreeSet<>(Threads.processes(history.trace()));
    Set<Integer> split = new TreeSet<>();
    for (boolean helped = true; helped && split.size() < MOST_SPLIT;) {
      helped = false;
      int chosen = 0;
      for (int pid : whole.stream().limit(MOST_SPLIT).toList()) {
        Set<Integer> tried = new TreeSet<>(split);
        tried.add(pid);
        Set<Integer> threads = Threads.of(history.trace(), tried);
        History other = History.of(Threads.split(history.trace(), threads));
        View view = view(other, threads, true, SPLIT * tried.size());
        if (view.score() > best.score()) {
          best = view;
          chosen = pid;
          helped = true;
        }
      }
      whole.remove(chosen);
      split.add(chosen);
    }
    return best;
  }

  private static View better(View one, View other) {
    return other.score() > one.score() ? other : one;
  }

  private View view(History history, Set<Integer> threads, boolean doubles, int cost) {
    return roots(history).stream()
        .map(
            root -> {
              CastSearch search = new CastSearch(spec, history, root, doubles, most);
              return new View(history, threads, search.flows(), search.search(), cost);
            })
        .reduce(RoleSearch::better)
        .orElseThrow();
  }

  /**
   * Who may be the one that starts all others: the first process; or, where that touches no queue and all
   * who do descend from one child of it, that child.
   */
  private static List<ProcessHistory> roots(History history) {
    List<ProcessHistory> roots = new ArrayList<>();
    Set<Integer> active = new TreeSet<>();
    for (ProcessHistory process : history.processes().reversed()) {
      if (active.contains(process.pid()) || process.calls().anyMatch(c -> c.operation() instanceof Queue)) {
        active.add(process.pid());
        active.add(process.start().parent());
      }
    }
    for (Optional<ProcessHistory> root = Optional.of(history.processes().getFirst()); root.isPresent();) {
      ProcessHistory each = root.get();
      roots.add(each);
      List<ProcessHistory> children =
          history.processes().stream()
              .filter(p -> p.start().parent() == each.pid() && active.contains(p.pid()))
              .toList();
      boolean wraps = children.size() == 1 && each.calls().noneMatch(c -> c.operation() instanceof Queue);
      root = wraps ? Optional.of(children.getFirst()) : Optional.empty();
    }
    return roots;
  }

  private List<Reading> readings(View view) {
    List<Reading> readings = new ArrayList<>();
    for (CastSearch.Found found : view.found) {
      Map<Integer, String> extras = new Extras(spec, view.flows, found).find();
      List<Rival> rivals =
          view.found.stream()
              .filter(other -> !other.equals(found))
              .map(
                  other -> new Rival(
                      other.score() - found.score(), Reading.names(spec, other.places())))
              .toList();
      Notes notes = new Notes(extras, view.threads, found.score(), rivals);
      readings.add(new Reading(spec, view.history, found.places(), found.channels(), notes));
    }
    return readings;
  }
}
