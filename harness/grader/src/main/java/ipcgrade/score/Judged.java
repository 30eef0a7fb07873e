package ipcgrade.score;

import ipcgrade.reading.Layout;
import ipcgrade.rule.Claims;
import ipcgrade.rule.Claims.Truth;
import ipcgrade.rule.World;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.trace.Trace;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The runs of a submission under one reading each, asked rule by rule. */
record Judged(Spec spec, Claims claims, List<World> worlds) {
  Judged {
    worlds = List.copyOf(worlds);
  }

  /** How messages are laid out, in all runs alike. */
  Layout layout() {
    return worlds.isEmpty() ? Layout.UNKNOWN : worlds.getFirst().layout();
  }

  /** The runs. */
  Stream<Trace> traces() {
    return worlds.stream().map(world -> world.reading().history().trace());
  }

  /** What each run says of one instance of a rule. */
  List<Truth> truths(Rule rule, int place) {
    List<Truth> single = worlds.stream().map(w -> claims.evaluate(rule, w, place)).toList();
    return switch (rule.claim()) {
      case Claim.Holds _ -> single;
      case Claim.Varies _ -> varies(rule, place, single) ? single : broken(single);
    };
  }

  /** The runs, by position, in which calls that nothing orders decide one instance of a rule. */
  List<Integer> unordered(Rule rule, int place) {
    return IntStream.range(0, worlds.size())
        .filter(run -> claims.unordered(rule, worlds.get(run), place))
        .boxed()
        .toList();
  }

  /** Whether a claim that should vary took different values in the runs that reached it. */
  private boolean varies(Rule rule, int place, List<Truth> single) {
    return IntStream.range(0, worlds.size())
        .filter(run -> single.get(run) == Truth.HELD)
        .mapToObj(run -> claims.value(rule, worlds.get(run), place))
        .distinct()
        .count() != 1;
  }

  private static List<Truth> broken(List<Truth> truths) {
    return truths.stream().map(t -> t == Truth.HELD ? Truth.BROKEN : t).toList();
  }
}
