package ipcgrade.tracer.schedule;

import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Strategy.Calls;
import ipcgrade.trace.Strategy.Surw;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@link Surw}. The objects of interest are one of those of the other run, or all of them: that is drawn. */
final class UniformWalk implements Chooser {
  private final SplittableRandom random;

  /** Calls of interest that each task has yet to make, those of tasks that are not there yet among them. */
  private final TreeMap<String, Integer> left = new TreeMap<>();

  private final Set<String> seen = new HashSet<>();
  private final @Nullable String object;

  /** Whose call of interest is to be the next such call; empty if that has not been drawn. */
  private String intended = "";

  UniformWalk(Surw surw, SplittableRandom random) {
    this.random = random;
    List<String> objects = new ArrayList<>(new TreeSet<>(surw.calls().stream().map(Calls::object).toList()));
    int drawn = random.nextInt(objects.size() + 1);
    object = drawn == objects.size() ? null : objects.get(drawn);
    for (Calls calls : surw.calls()) {
      if (object == null || object.equals(calls.object())) {
        left.merge(calls.task(), calls.count(), Integer::sum);
      }
    }
  }

  @Override
  public int choose(List<Option> enabled) {
    enabled.forEach(option -> seen.add(option.name()));
    if (enabled.stream().noneMatch(option -> option.name().equals(intended))) {
      intended = drawn(enabled);
    }
    List<Integer> may = new ArrayList<>();
    for (int i = 0; i < enabled.size(); i++) {
      Option option = enabled.get(i);
      if (!interesting(option) || option.name().equals(intended)) {
        may.add(i);
      }
    }
    int chosen = may.get(random.nextInt(may.size()));
    if (interesting(enabled.get(chosen))) {
      left.computeIfPresent(intended, (_, count) -> Math.max(0, count - 1));
      intended = "";
    }
    return chosen;
  }

  private boolean interesting(Option option) {
    return !option.object().isEmpty() && (object == null || object.equals(option.object()));
  }

  private String drawn(List<Option> enabled) {
    int all = enabled.stream().mapToInt(option -> weight(option.name())).sum();
    if (all == 0) {
      return enabled.get(random.nextInt(enabled.size())).name();
    }
    int at = random.nextInt(all);
    int which = 0;
    while (at >= weight(enabled.get(which).name())) {
      at -= weight(enabled.get(which).name());
      which++;
    }
    return enabled.get(which).name();
  }

  /** Its own calls, and those of the tasks that it has yet to make. */
  private int weight(String name) {
    int weight = left.getOrDefault(name, 0);
    for (var other : left.tailMap(name + ".").entrySet()) {
      if (!other.getKey().startsWith(name + ".")) {
        break;
      }
      weight += seen.contains(other.getKey()) ? 0 : other.getValue();
    }
    return weight;
  }
}
