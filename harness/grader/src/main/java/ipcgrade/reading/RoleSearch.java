package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds who plays which role, by trying all ways to cast the processes and keeping those under which most
 * messages go from the role that sends them to the role that receives them.
 */
public final class RoleSearch {
  /** With more processes than this, only those with most queue calls are cast. */
  private static final int MOST_PROCESSES = 10;

  /** Readings this close to the best are kept: the one that earns most will count. */
  private static final int MARGIN = 2;

  private final Spec spec;
  private final History history;
  private final ChannelSearch channels;
  private final List<Scored> found = new ArrayList<>();
  private int best;

  private record Scored(Map<String, List<ProcessHistory>> cast, ChannelSearch.Found channels) {
    int score() {
      return channels.score();
    }
  }

  private RoleSearch(Spec spec, History history) {
    this.spec = spec;
    this.history = history;
    this.channels = new ChannelSearch(spec, history);
  }

  /** The best readings of a run, best first; never none. Deterministic. */
  public static List<Reading> readings(Spec spec, History history, int most) {
    RoleSearch search = new RoleSearch(spec, history);
    search.run();
    return search.found.stream()
        .filter(s -> s.score() >= search.best - MARGIN)
        .sorted(Comparator.comparingInt(Scored::score).reversed())
        .limit(most)
        .map(s -> new Reading(spec, history, search.places(s.cast), s.channels.channels()))
        .toList();
  }

  private void run() {
    Map<String, List<ProcessHistory>> cast = new HashMap<>();
    List<ProcessHistory> all = history.processes();
    List<ProcessHistory> others = new ArrayList<>(all);
    for (Role role : spec.roles().values()) {
      if (role.root() && !all.isEmpty()) {
        cast.put(role.name(), List.of(all.getFirst()));
        others.remove(all.getFirst());
      }
    }
    List<Role> open = spec.roles().values().stream().filter(r -> !r.root()).toList();
    castFrom(open, 0, busiest(others), cast);
  }

  private static List<ProcessHistory> busiest(List<ProcessHistory> processes) {
    return processes.stream()
        .sorted(Comparator.comparingLong((ProcessHistory p) -> -p.calls().count()))
        .limit(MOST_PROCESSES)
        .sorted(Comparator.comparingInt(ProcessHistory::pid))
        .toList();
  }

  private void castFrom(
      List<Role> open, int next, List<ProcessHistory> free, Map<String, List<ProcessHistory>> cast) {
    if (next == open.size()) {
      consider(cast);
      return;
    }
    Role role = open.get(next);
    choose(
        free,
        Math.min(role.count(), free.size()),
        0,
        new ArrayList<>(),
        chosen -> {
          List<ProcessHistory> rest = new ArrayList<>(free);
          rest.removeAll(chosen);
          cast.put(role.name(), List.copyOf(chosen));
          castFrom(open, next + 1, rest, cast);
        });
  }

  /** All ways to take {@code count} of {@code from}, in order. */
  private static void choose(
      List<ProcessHistory> from,
      int count,
      int first,
      List<ProcessHistory> chosen,
      Consumer<List<ProcessHistory>> each) {
    if (chosen.size() == count) {
      each.accept(chosen);
      return;
    }
    for (int i = first; i <= from.size() - (count - chosen.size()); i++) {
      chosen.add(from.get(i));
      choose(from, count, i + 1, chosen, each);
      chosen.removeLast();
    }
  }

  private void consider(Map<String, List<ProcessHistory>> cast) {
    ChannelSearch.Found result = channels.search(cast);
    if (!found.isEmpty() && result.score() < best - MARGIN) {
      return;
    }
    best = found.isEmpty() ? result.score() : Math.max(best, result.score());
    found.add(new Scored(Map.copyOf(cast), result));
  }

  private Map<String, List<Optional<ProcessHistory>>> places(Map<String, List<ProcessHistory>> cast) {
    Map<String, List<Optional<ProcessHistory>>> places = new HashMap<>();
    for (Role role : spec.roles().values()) {
      List<Optional<ProcessHistory>> of = new ArrayList<>();
      cast.getOrDefault(role.name(), List.of()).forEach(p -> of.add(Optional.of(p)));
      while (of.size() < role.count()) {
        of.add(Optional.empty());
      }
      places.put(role.name(), List.copyOf(of));
    }
    return places;
  }
}
