package ipcgrade.tracer.schedule;

import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Strategy.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@link ipcgrade.trace.Strategy.Replay}. */
final class Turns implements Chooser {
  private final Deque<Turn> turns;
  private String last = "";

  /** How often the task of the first turn has gone in it. */
  private int gone;

  Turns(List<Turn> turns) {
    this.turns = new ArrayDeque<>(turns);
  }

  @Override
  public int choose(List<Option> enabled) {
    int chosen = inTurn(enabled);
    if (chosen < 0) {
      int goesOn = find(enabled, last);
      chosen = goesOn < 0 || enabled.get(goesOn).sleeps() ? 0 : goesOn;
    }
    last = enabled.get(chosen).name();
    return chosen;
  }

  private int inTurn(List<Option> enabled) {
    while (!turns.isEmpty()) {
      Turn turn = turns.getFirst();
      int found = find(enabled, turn.task());
      if (found >= 0 && (turn.steps() == 0 || gone < turn.steps())) {
        gone++;
        return found;
      }
      turns.removeFirst();
      gone = 0;
    }
    return -1;
  }

  private static int find(List<Option> enabled, String name) {
    for (int i = 0; i < enabled.size(); i++) {
      if (enabled.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
