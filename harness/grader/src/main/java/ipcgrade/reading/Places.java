package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.spec.Spec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the places that a cast leaves empty to those who have none: a process that did nothing may be the
 * client that died before it could. What became another program, as a shell, comes last.
 */
final class Places {
  private final Flows flows;
  private final List<ProcessHistory> inOrder;
  private final List<ProcessHistory> likeliest;

  Places(History history, Flows flows) {
    this.flows = flows;
    this.inOrder = history.processes();
    this.likeliest =
        inOrder.stream().sorted(Comparator.comparing(p -> !p.execs().isEmpty())).toList();
  }

  /** The process in each place of each role, in the order of their start; empty where there are too few. */
  Map<String, List<Optional<ProcessHistory>>> of(Cast cast) {
    List<ProcessHistory> idle = new ArrayList<>(likeliest);
    idle.removeAll(flows.of(cast.used()));
    Map<String, List<Optional<ProcessHistory>>> places = new HashMap<>();
    for (int number = 0; number < cast.roles().size(); number++) {
      Role role = cast.roles().get(number);
      List<ProcessHistory> players = new ArrayList<>(flows.of(cast.players(number)));
      while (players.size() < role.count() && !idle.isEmpty()) {
        players.add(idle.removeFirst());
      }
      players.sort(Comparator.comparingInt(inOrder::indexOf));
      List<Optional<ProcessHistory>> of = new ArrayList<>();
      players.forEach(p -> of.add(Optional.of(p)));
      while (of.size() < role.count()) {
        of.add(Optional.empty());
      }
      places.put(role.name(), List.copyOf(of));
    }
    return places;
  }
}
