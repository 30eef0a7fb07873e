package ipcgrade.advice;

import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.Reading;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Operation.Wait;
import ipcgrade.trace.RunEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Children that nobody waits for. */
final class Reaping {
  private Reaping() {}

  static List<Finding> in(Reading run) {
    History history = run.history();
    if (!(history.trace().end() instanceof RunEnd.Finished)) {
      return List.of();
    }
    Map<Integer, List<Exit>> unreaped = new LinkedHashMap<>();
    for (ProcessHistory child : history.processes()) {
      if (run.thread(child.pid())) {
        continue;
      }
      history
          .process(child.start().parent())
          .filter(Reaping::endedByItself)
          .filter(parent -> !reaped(parent).contains(child.pid()))
          .ifPresent(
              parent -> child
                  .exit()
                  .ifPresent(
                      exit -> unreaped.computeIfAbsent(parent.pid(), _ -> new ArrayList<>()).add(exit)));
    }
    List<Finding> findings = new ArrayList<>();
    unreaped.forEach(
        (parent, exits) -> findings.add(
            new Finding(
                Topic.UNREAPED,
                parent,
                exits.size(),
                List.of(
                    exits.getFirst(),
                    history.process(parent).flatMap(ProcessHistory::exit).orElse(exits.getFirst())))));
    return findings;
  }

  private static boolean endedByItself(ProcessHistory process) {
    return process.exit().filter(exit -> exit.signal() == 0).isPresent();
  }

  private static Set<Integer> reaped(ProcessHistory parent) {
    return parent
        .calls()
        .filter(call -> call.operation() instanceof Wait)
        .map(call -> ((Wait) call.operation()).child())
        .collect(Collectors.toSet());
  }
}
