package ipcgrade.tracer.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Calls;
import ipcgrade.trace.Strategy.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Strategies at play with tasks that can always go, so many steps each. */
class ChooserTest {
  private static final int SEEDS = 6000;

  /** The order in which tasks go that take so many steps: "aabab". */
  private static String order(Strategy strategy, long seed, Map<String, Integer> steps) {
    Chooser chooser = Chooser.of(new Schedule(strategy, seed));
    Map<String, Integer> left = new TreeMap<>(steps);
    StringBuilder order = new StringBuilder();
    List<String> waiting = new ArrayList<>(left.keySet());
    while (!left.isEmpty()) {
      List<Option> enabled = waiting.stream().map(name -> new Option(name, "q0", false)).toList();
      String name = enabled.get(chooser.choose(enabled)).name();
      order.append(name);
      waiting.remove(name);
      if (left.merge(name, -1, Integer::sum) == 0) {
        left.remove(name);
      } else {
        waiting.add(name);
      }
    }
    return order.toString();
  }

  private static Map<String, Integer> frequencies(Strategy strategy, Map<String, Integer> steps) {
    Map<String, Integer> frequencies = new HashMap<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      frequencies.merge(order(strategy, seed, steps), 1, Integer::sum);
    }
    return frequencies;
  }

  private static int switches(String order) {
    return (int) java.util.stream.IntStream.range(1, order.length())
        .filter(i -> order.charAt(i) != order.charAt(i - 1))
        .count();
  }

  @Test
  void fairTakesTurns() {
    assertEquals("123123123", order(new Strategy.Fair(), 9, Map.of("1", 3, "2", 3, "3", 3)));
  }

  @Test
  void ofDepthOnePctOnlyDrawsWhoGoesFirst() {
    Map<String, Integer> frequencies =
        frequencies(new Strategy.Pct(1, 6), Map.of("1", 2, "2", 2, "3", 2));
    assertEquals(6, frequencies.size(), frequencies::toString);
    frequencies.forEach(
        (order, count) -> {
          assertEquals(2, switches(order), order);
          assertEquals(SEEDS / 6.0, count, SEEDS / 20.0, order);
        });
  }

  @Test
  void pctSwitchesOncePerChangePoint() {
    Map<String, Integer> frequencies = frequencies(new Strategy.Pct(2, 8), Map.of("1", 4, "2", 4));
    assertTrue(frequencies.keySet().stream().allMatch(order -> switches(order) <= 2), frequencies::toString);
    assertTrue(frequencies.containsKey("12222111"), frequencies::toString);
  }

  /** That 2 goes between the second and the third step of 1: one order, of depth 2. */
  @Test
  void pctFindsABugOfItsDepthAtLeastAsOftenAsItsBoundSays() {
    Map<String, Integer> frequencies = frequencies(new Strategy.Pct(2, 9), Map.of("1", 8, "2", 1));
    double bound = SEEDS / (2.0 * 9);
    assertTrue(frequencies.getOrDefault("112111111", 0) >= 0.8 * bound, frequencies::toString);
  }

  @Test
  void surwMakesEveryOrderEquallyLikely() {
    Map<String, Integer> steps = Map.of("1", 2, "2", 5);
    Strategy surw = new Strategy.Surw(List.of(new Calls("1", "q0", 2), new Calls("2", "q0", 5)));
    Map<String, Integer> frequencies = frequencies(surw, steps);
    assertEquals(21, frequencies.size());
    frequencies.forEach((order, count) -> assertEquals(SEEDS / 21.0, count, SEEDS / 70.0, order));
    // chosen at random instead, the shorter task is mostly over long before the other one
    Map<String, Integer> naive = frequencies(new Strategy.Random(), steps);
    assertTrue(naive.getOrDefault("1122222", 0) > 4 * SEEDS / 21.0, naive::toString);
  }

  @Test
  void surwCountsWhatTasksToComeHaveToDo() {
    Strategy surw = new Strategy.Surw(List.of(new Calls("1.1", "q0", 9), new Calls("2", "q0", 1)));
    int first = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Option> enabled = List.of(new Option("1", "q0", false), new Option("2", "q0", false));
      first += Chooser.of(new Schedule(surw, seed)).choose(enabled) == 0 ? 1 : 0;
    }
    assertEquals(0.9 * SEEDS, first, 0.03 * SEEDS);
  }

  @Test
  void directedPrefersTheFastestAndShunsTheSlowest() {
    Strategy strategy = new Strategy.Directed(List.of("3"), List.of("1"));
    assertEquals("332211", order(strategy, 1, Map.of("1", 2, "2", 2, "3", 2)));
  }

  @Test
  void replayTakesTurnsAndGoesOnAfterThem() {
    Strategy strategy = new Strategy.Replay(Turn.parse("2 1*2 9 3*0"));
    assertEquals("2113332221", order(strategy, 1, Map.of("1", 3, "2", 4, "3", 3)));
  }
}
