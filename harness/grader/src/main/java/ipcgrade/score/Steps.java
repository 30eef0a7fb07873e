package ipcgrade.score;

import ipcgrade.order.ProcessHistory;
import ipcgrade.reading.Reading;
import ipcgrade.rule.World;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Event;
import ipcgrade.trace.TaskNames;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells a controlled run step by step. */
final class Steps {
  private final Witness witness;
  private final Trace trace;
  private final Set<Long> key;
  private final Map<String, String> called = new HashMap<>();

  /**
   * @param key positions of the events that decide
   */
  Steps(World world, int run, Set<Long> key) {
    Reading reading = world.reading();
    this.trace = reading.history().trace();
    this.witness = new Witness(world, run);
    this.key = Set.copyOf(key);
    TaskNames names = TaskNames.of(trace);
    for (ProcessHistory process : reading.history().processes()) {
      called.put(names.name(process.pid()), reading.called(process.pid()));
    }
  }

  List<Step> all() {
    List<Step> steps = new ArrayList<>();
    List<Decision> decisions = trace.decisions();
    int at = 0;
    for (int i = 0; i < decisions.size(); i++) {
      Decision decision = decisions.get(i);
      long next = i + 1 < decisions.size() ? decisions.get(i + 1).seq() : Long.MAX_VALUE;
      List<Event> events = new ArrayList<>();
      while (at < trace.events().size() && trace.events().get(at).seq() < next) {
        events.add(trace.events().get(at++));
      }
      steps.add(step(i, decision, i == 0 ? "" : decisions.get(i - 1).task().name(), events));
    }
    return steps;
  }

  private Step step(int index, Decision decision, String before, List<Event> events) {
    return new Step(
        index + 1,
        events.isEmpty() ? 0 : events.getFirst().time(),
        decision.task().name(),
        called(decision.task()),
        decision.others().stream().map(this::called).toList(),
        decision.preempts(before),
        witness.told(
            events.stream().filter(event -> !(event instanceof Event.Output)).toList(), key));
  }

  private String called(Option option) {
    return called.getOrDefault(option.name(), option.name());
  }
}
