package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.order.Linearisation.Contradiction;
import ipcgrade.order.Linearisation.Linearised;
import ipcgrade.order.Linearisation.OutOfSteps;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  @DisplayName("is the order of the returns wherever that is one, pending calls left out")
  void returns() {
    Call made = call(1, 0, 1, new MsgGet(0, 0600), 65536, false);
    Call first = call(1, 2, 3, send(1), 0, false);
    Call second = call(1, 4, 6, send(2), 0, false);
    Call receipt = call(2, 5, 7, receive(1), 1, false);
    Call pending = call(3, 8, 99, receive(2), 0, true);
    Linearised found =
        assertInstanceOf(
            Linearised.class,
            Linearisation.of(List.of(pending, receipt, second, first, made), 0));
    assertEquals(List.of(made, first, second, receipt), found.order());
    assertEquals(Map.of(3L, receipt), found.receipts());
  }

  @Test
  @DisplayName("is refused over what was answered, and not over a call that nobody knows the answer of")
  void pending() {
    Call made = call(1, 0, 1, new MsgGet(0, 0600), 65536, false);
    Call receipt = call(2, 2, 4, receive(1), 1, false);
    Call pending = call(3, 3, 99, receive(2), 0, true);
    Contradiction found =
        assertInstanceOf(Contradiction.class, Linearisation.of(List.of(made, receipt, pending), 10));
    assertEquals(List.of(made), found.longest());
    assertEquals(List.of(receipt), found.unexplained());
  }

  @Test
  @DisplayName("of ten sends at once, and a receive of none of them, is given up or refused after each state once")
  void memory() {
    List<Call> calls = new ArrayList<>();
    calls.add(call(1, 0, 1, new MsgGet(0, 0600), 65536, false));
    for (int thread = 0; thread < 10; thread++) {
      calls.add(call(10 + thread, 2 + thread, 40 + thread, send(1), 0, false));
    }
    calls.add(call(2, 30, 31, receive(77), 1, false));
    calls.add(call(3, 32, 33, receive(1), 1, false));
    assertInstanceOf(Contradiction.class, Linearisation.of(calls, 1 << 10));
    assertEquals(new OutOfSteps((1 << 10) - 1), Linearisation.of(calls, (1 << 10) - 1));
  }

  @Test
  @DisplayName("meets no dead end in most random histories, and these many in the others")
  void deadEnds() {
    int valid = 0;
    int impossible = 0;
    int without = 0;
    for (int seed = 0; seed < 120; seed++) {
      Random random = new Random(seed);
      Trace trace = RandomHistory.of(random, 3 + seed % 4, 40, seed % 3 == 0);
      int ends = deadEnds(calls(trace));
      without += ends == 0 ? 1 : 0;
      valid += ends;
      Trace small = RandomHistory.of(random, 4, 12, seed % 2 == 0);
      impossible += deadEnds(calls(MUTATIONS.get(seed % MUTATIONS.size()).of(small, random)));
    }
    assertEquals(111, without, "histories without a dead end");
    assertEquals(255, valid);
    assertEquals(979, impossible);
  }

  private static int deadEnds(List<Call> calls) {
    int tooFew = -1;
    int enough = 1;
    while (Linearisation.of(calls, enough) instanceof OutOfSteps) {
      tooFew = enough;
      enough *= 4;
    }
    while (enough - tooFew > 1) {
      int middle = (enough + tooFew) / 2;
      if (Linearisation.of(calls, middle) instanceof OutOfSteps) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  private static Call call(int thread, long entry, long seq, Operation operation, long result,
      boolean pending) {
    return new Call(seq, entry, 0, 0, thread, thread, operation, result, pending, List.of(), List.of());
  }

  private static MsgSnd send(int text) {
    return new MsgSnd(65536, 1, Payload.of((byte) text), 0);
  }

  private static MsgRcv receive(int text) {
    return new MsgRcv(65536, 8, 0, 0, 1, Payload.of((byte) text));
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
