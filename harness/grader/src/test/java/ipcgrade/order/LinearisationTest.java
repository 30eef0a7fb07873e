package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.order.Linearisation.Contradiction;
import ipcgrade.order.Linearisation.Linearised;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Trace;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random histories, each from its seed. */
@DisplayName("A linearisation")
class LinearisationTest {
  private static final int DEAD_ENDS = 100_000;
  private static final List<Mutation> MUTATIONS = List.of(Mutation.values());

  @Test
  @DisplayName("is found for every history that a queue can have")
  void valid() {
    valid(0, 200);
  }

  @Test
  @DisplayName("is a row that the model replays, within each call's interval, all returned calls in it")
  void isOne() {
    isOne(0, 40);
  }

  @Test
  @DisplayName("is found exactly where trying every row finds one, however a history was mutated")
  void exact() {
    exact(0, 300);
  }

  @Test
  @DisplayName("of more calls is refused to a history with a swapped, dropped or invented receive")
  void mutated() {
    mutated(0, 100);
  }

  @Test
  @DisplayName("says what no queue answers, and after what")
  void explains() {
    Random random = new Random(4);
    for (int seed = 0;; seed++) {
      Trace trace = RandomHistory.of(random, 3, 10, true);
      Trace mutated = Mutation.INVENTED.of(trace, random);
      if (Linearisation.of(calls(mutated), DEAD_ENDS) instanceof Contradiction found) {
        assertTrue(found.explanation().contains("no queue answers msgrcv("), found.explanation());
        assertFalse(found.longest().isEmpty());
        return;
      }
      assertTrue(seed < 100, "no mutation is impossible");
    }
  }

  @Test
  @DisplayName("never has what happens-before proves the other way round")
  void containsHappensBefore() {
    containsHappensBefore(0, 150);
  }

  @Test
  @DisplayName("of happens-before: it is acyclic, transitive, and has each send before its receive's return")
  void order() {
    order(0, 15);
  }

  /** The same of far more histories; too many for mutation testing. */
  @Nested
  @Tag("thorough")
  @DisplayName("of thousands of histories")
  class OfThousands {
    @Test
    @DisplayName("is found")
    void valid() {
      LinearisationTest.valid(200, 1300);
    }

    @Test
    @DisplayName("is a row that the model replays")
    void isOne() {
      LinearisationTest.isOne(40, 260);
    }

    @Test
    @DisplayName("is found exactly where trying every row finds one")
    void exact() {
      LinearisationTest.exact(300, 5700);
    }

    @Test
    @DisplayName("is refused where a receive was swapped, dropped or invented")
    void mutated() {
      LinearisationTest.mutated(100, 900);
    }

    @Test
    @DisplayName("never has what happens-before proves the other way round")
    void containsHappensBefore() {
      LinearisationTest.containsHappensBefore(150, 1350);
    }

    @Test
    @DisplayName("of happens-before is a strict partial order")
    void order() {
      LinearisationTest.order(15, 285);
    }
  }

  private static void valid(int first, int histories) {
    for (int seed = first; seed < first + histories; seed++) {
      Random random = new Random(seed);
      Trace trace = RandomHistory.of(random, 2 + seed % 6, 5 + seed % 60, seed % 2 == 0);
      assertInstanceOf(Linearised.class, Linearisation.of(calls(trace), DEAD_ENDS), "seed " + seed);
    }
  }

  private static void isOne(int first, int histories) {
    for (int seed = first; seed < first + histories; seed++) {
      List<Call> calls = calls(RandomHistory.of(new Random(seed), 4, 30, false));
      List<Call> row =
          assertInstanceOf(Linearised.class, Linearisation.of(calls, DEAD_ENDS)).order();
      Set<Call> in = new HashSet<>(row);
      assertEquals(row.size(), in.size());
      assertTrue(calls.stream().allMatch(call -> call.pending() || in.contains(call)));
      for (int later = 0; later < row.size(); later++) {
        for (int earlier = 0; earlier < later; earlier++) {
          Call after = row.get(later);
          assertTrue(after.pending() || after.seq() > row.get(earlier).entry(), "seed " + seed);
        }
      }
    }
  }

  private static void exact(int first, int histories) {
    int impossible = 0;
    int possible = 0;
    for (int seed = first; seed < first + histories; seed++) {
      Random random = new Random(seed);
      Trace trace = RandomHistory.of(random, 2 + seed % 3, 6, seed % 2 == 0);
      Mutation mutation = MUTATIONS.get(seed % MUTATIONS.size());
      List<Call> calls = calls(mutation.of(trace, random));
      boolean can = !BruteForce.rows(calls).isEmpty();
      Linearisation found = Linearisation.of(calls, DEAD_ENDS);
      assertEquals(can, found instanceof Linearised, () -> mutation + ": " + calls);
      assertEquals(!can, found instanceof Contradiction);
      impossible += can ? 0 : 1;
      possible += can ? 1 : 0;
    }
    assertTrue(6 * impossible > histories, impossible + " impossible");
    assertTrue(6 * possible > histories, possible + " possible");
  }

  private static void mutated(int first, int histories) {
    int changed = 0;
    for (int seed = first; seed < first + histories; seed++) {
      Random random = new Random(seed);
      Trace trace = RandomHistory.of(random, 3, 40, true);
      Mutation mutation = MUTATIONS.get(seed % MUTATIONS.size());
      Trace mutated = mutation.of(trace, random);
      if (!mutated.equals(trace) && mutation.refutes(mutated)) {
        changed++;
        assertInstanceOf(
            Contradiction.class, Linearisation.of(calls(mutated), DEAD_ENDS), mutation + " of seed " + seed);
      }
    }
    assertTrue(4 * changed > histories, changed + " mutated");
  }

  private static void containsHappensBefore(int first, int histories) {
    int proven = 0;
    for (int seed = first; seed < first + histories; seed++) {
      Trace trace = RandomHistory.of(new Random(seed), 3, 6, true);
      HappensBefore order = History.of(trace).order();
      for (List<Call> row : BruteForce.rows(calls(trace))) {
        for (int later = 0; later < row.size(); later++) {
          for (int earlier = 0; earlier < later; earlier++) {
            assertFalse(order.proves(row.get(later), row.get(earlier)), "seed " + seed);
            proven += order.proves(row.get(earlier), row.get(later)) ? 1 : 0;
          }
        }
      }
    }
    assertTrue(proven > 7 * histories, "proven " + proven);
  }

  private static void order(int first, int histories) {
    for (int seed = first; seed < first + histories; seed++) {
      Trace trace = RandomHistory.of(new Random(seed), 4, 25, false);
      History history = History.of(trace);
      HappensBefore order = history.order();
      for (Event a : trace.events()) {
        for (Event b : trace.events()) {
          assertFalse(order.proves(a, b) && order.proves(b, a), "seed " + seed);
          assertFalse(order.proves(a, b) && order.excludes(a, b), "seed " + seed);
          for (Event c : trace.events()) {
            assertTrue(!order.proves(a, b) || !order.proves(b, c) || order.proves(a, c), "seed " + seed);
          }
        }
      }
      for (Message message : history.messages()) {
        message.received().ifPresent(receive -> assertTrue(order.excludes(receive, message.sent())));
      }
    }
  }

  static List<Call> calls(Trace trace) {
    return trace.events(Call.class).toList();
  }
}
