package ipcgrade.explore;

import ipcgrade.trace.Decision;
import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy.Replay;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tasks that can always go, each so many steps; replays turns, or alternates where it is to do anything else. */
final class Paces implements Runner {
  private final Map<String, Integer> steps;
  int runs;

  Paces(Map<String, Integer> steps) {
    this.steps = steps;
  }

  /** The order of the steps of a run: "112". */
  static String order(Trace trace) {
    return String.join("", trace.decisions().stream().map(decision -> decision.task().name()).toList());
  }

  @Override
  public Trace run(Schedule schedule) {
    runs++;
    List<Turn> turns =
        schedule.strategy() instanceof Replay replay ? new ArrayList<>(replay.turns()) : alternating();
    Map<String, Integer> left = new TreeMap<>(steps);
    List<Decision> decisions = new ArrayList<>();
    String last = left.keySet().iterator().next();
    int gone = 0;
    while (!left.isEmpty()) {
      while (!turns.isEmpty()
          && (!left.containsKey(turns.getFirst().task()) || (gone > 0 && gone == turns.getFirst().steps()))) {
        turns.removeFirst();
        gone = 0;
      }
      String next =
          !turns.isEmpty() ? turns.getFirst().task()
              : left.containsKey(last) ? last : left.keySet().iterator().next();
      gone += turns.isEmpty() ? 0 : 1;
      List<Option> others =
          left.keySet().stream().filter(name -> !name.equals(next)).map(Paces::option).toList();
      decisions.add(new Decision(decisions.size(), option(next), others));
      if (left.merge(next, -1, Integer::sum) == 0) {
        left.remove(next);
      }
      last = next;
    }
    RunRequest request =
        new RunRequest(List.of(), List.of(), 0, true, 3, schedule, true, RunRequest.Limits.NONE);
    Call slept =
        new Call(1, 0, 0, 0, 1, 1, new Sleep("nanosleep", 1), 0, false, List.of(), List.of());
    return new Trace(request, List.of(slept), new RunEnd.Finished(), List.of(), 0, decisions);
  }

  private List<Turn> alternating() {
    int most = steps.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      new TreeMap<>(steps).keySet().forEach(name -> turns.add(new Turn(name, 1)));
    }
    return turns;
  }

  private static Option option(String name) {
    return new Option(name, "q0", false);
  }
}
