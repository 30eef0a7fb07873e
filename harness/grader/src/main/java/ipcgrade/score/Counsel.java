package ipcgrade.score;

import ipcgrade.advice.Advice;
import ipcgrade.rule.World;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RunEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What costs no points but should be known: among it what only untimely runs show, where nothing but a sleep keeps the
 * others from it.
 *
 * @param deciding the runs that decide
 * @param untimely those in which sleeps end early
 * @param before how many runs the result has before the untimely ones
 * @param known the ids of the rules that runs that decide break
 * @param broken the ids of the rules that a run breaks
 */
record Counsel(
    Spec spec, List<World> deciding, List<World> untimely, int before, Set<String> known,
    Function<World, Set<String>> broken) {

  /** An untimely run, and what breaks only in such runs. */
  private record Untimely(int run, World world, Set<String> broken) {}

  /** All of it, the gravest first. */
  List<Result.Advice> advice() {
    List<Result.Advice> advice = new ArrayList<>();
    Optional<Untimely> shown = hiddenBySleeping();
    shown.flatMap(this::sleeping).ifPresent(advice::add);
    Advice.on(deciding.stream().map(World::reading).toList()).stream()
        .filter(each -> advice.stream().noneMatch(other -> other.id().equals(each.id())))
        .map(each -> result(each, deciding.get(each.run()), each.run(), Set.of()))
        .forEach(advice::add);
    return advice;
  }

  /** The rules that no timely run breaks and an untimely one does, of the first that breaks any. */
  private Optional<Untimely> hiddenBySleeping() {
    for (int at = 0; at < untimely.size(); at++) {
      World world = untimely.get(at);
      Set<String> hidden = new TreeSet<>(broken.apply(world));
      hidden.removeAll(known);
      if (!hidden.isEmpty() && ended(world)) {
        return Optional.of(new Untimely(before + at, world, hidden));
      }
    }
    return Optional.empty();
  }

  /** Whether a run came to its end: what a limit cut off says nothing. */
  private static boolean ended(World world) {
    return switch (world.reading().history().trace().end()) {
      case RunEnd.Finished _, RunEnd.Deadlock _ -> true;
      case RunEnd.LimitExceeded _, RunEnd.Refused _, RunEnd.HarnessFault _ -> false;
    };
  }

  private Optional<Result.Advice> sleeping(Untimely shown) {
    return Advice.sleeping(shown.world.reading(), titles(shown.broken, "en"), titles(shown.broken, "it"))
        .map(advice -> result(advice, shown.world, shown.run, shown.broken));
  }

  private List<String> titles(Set<String> ids, String language) {
    return spec.rules().stream()
        .filter(rule -> ids.contains(rule.id()))
        .map(rule -> rule.title().in(Locale.of(language)))
        .toList();
  }

  private static Result.Advice result(Advice advice, World world, int run, Set<String> breaks) {
    return new Result.Advice(
        advice.id(),
        advice.what(),
        advice.remedy(),
        advice.processes(),
        new Witness(world, run).only(advice.evidence()),
        run,
        List.copyOf(breaks),
        null);
  }
}
