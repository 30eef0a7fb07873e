package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.explore.Machine.Op;
import ipcgrade.explore.Machine.Step;
import ipcgrade.trace.Decision;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The search through all schedules")
class ExhaustiveTest {
  private static final int PROGRAMS = 150;
  private static final int MOST_ORDERS = 1500;
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  @Test
  @DisplayName("of two processes that do nothing common finds one class, and all orders without reduction")
  void independent() throws Exception {
    // 1: start, fork, fork, end; 1.1 and 1.2: start, send, end in one step with it
    Simulated program =
        new Simulated(
            List.of(new Op.Fork(List.of(new Op.Send(0, 1))), new Op.Fork(List.of(new Op.Send(1, 1)))), 2, 9);
    assertEquals(1, reduced(program).schedules());
    // after the first step of 1, four steps go without 1.1: the second of 1, and behind it the third of 1 anywhere
    // among the two of 1.2, in 3 ways; the two of 1.1 come anywhere among these four, in C(6, 2) = 15 ways
    assertEquals(45, bounded(program, UNBOUNDED).schedules());
    assertEquals(45, BruteForce.of(program.machine(), MOST_ORDERS).orders.size());
  }

  /** Each of the two sends once: which is first is all that matters. */
  @Test
  @DisplayName("of two senders to one queue finds two classes")
  void senders() throws Exception {
    Simulated program =
        new Simulated(
            List.of(new Op.Fork(List.of(new Op.Send(0, 1))), new Op.Fork(List.of(new Op.Send(0, 2)))), 1, 9);
    Extent extent = reduced(program);
    assertEquals(2, extent.schedules());
    assertTrue(extent.all());
  }

  @Test
  @DisplayName("finds the deadlocks that both classes of a program end in")
  void deadlock() throws Exception {
    // one takes the message and wants another, the other takes it and gives it back
    List<Op> taker = List.of(new Op.Receive(0, 0, false), new Op.Receive(0, 0, false));
    List<Op> giver = List.of(new Op.Receive(0, 0, false), new Op.Send(0, 1));
    Simulated program =
        new Simulated(List.of(new Op.Send(0, 1), new Op.Fork(taker), new Op.Fork(giver)), 1, 9);
    Map<Boolean, Integer> ends = new TreeMap<>();
    new Exhaustive(program, 1, true)
        .reduced(
            () -> true, trace -> ends.merge(trace.end() instanceof RunEnd.Deadlock, 1, Integer::sum));
    // the taker first: both wait for ever; the giver first: its message is taken, and the taker waits for another
    assertEquals(Map.of(true, 2), ends);
    assertEquals(2, BruteForce.of(program.machine(), MOST_ORDERS).classes.size());
  }

  @Test
  @DisplayName("makes, of hundreds of random programs, each schedule up to each bound of preemptions, and each once")
  void boundedLikeBruteForce() throws Exception {
    int compared = 0;
    for (int seed = 0; seed < PROGRAMS; seed++) {
      Simulated program = new RandomProgram(seed).program();
      BruteForce all;
      try {
        all = BruteForce.of(program.machine(), MOST_ORDERS);
      } catch (BruteForce.TooMany e) {
        continue;
      }
      compared++;
      for (int most = 0; most <= 3; most++) {
        int bound = most;
        List<List<String>> seen = new ArrayList<>();
        Extent extent =
            new Exhaustive(program, 1, true).bounded(bound, () -> true, trace -> seen.add(order(trace)));
        Set<List<String>> expected = new HashSet<>();
        all.orders.forEach((order, preemptions) -> {
          if (preemptions <= bound) {
            expected.add(order);
          }
        });
        assertEquals(expected, new HashSet<>(seen), "seed " + seed + ", at most " + bound);
        assertEquals(seen.size(), expected.size(), "seed " + seed);
        assertEquals(expected.size(), extent.schedules());
        assertEquals(expected.size() == all.orders.size(), extent.finished(),
            "seed " + seed + ", at most " + bound);
      }
    }
    assertTrue(compared > PROGRAMS / 2, "only " + compared + " programs are small enough");
  }

  @Test
  @DisplayName("makes, of hundreds of random programs, one schedule of each class")
  void reducedLikeBruteForce() throws Exception {
    int compared = 0;
    int smaller = 0;
    for (int seed = 0; seed < PROGRAMS; seed++) {
      Simulated program = new RandomProgram(seed).program();
      BruteForce all;
      try {
        all = BruteForce.of(program.machine(), MOST_ORDERS);
      } catch (BruteForce.TooMany e) {
        continue;
      }
      compared++;
      List<String> seen = new ArrayList<>();
      Extent extent =
          new Exhaustive(program, 1, true)
              .reduced(() -> true, trace -> seen.add(BruteForce.canonical(again(program, trace))));
      assertEquals(all.classes.keySet(), new HashSet<>(seen), "seed " + seed);
      assertEquals(all.classes.size(), seen.size(), "seed " + seed);
      assertTrue(extent.all());
      assertTrue(extent.runs() <= all.orders.size(),
          "seed " + seed + ": " + extent.runs() + " of " + all.orders.size());
      smaller += all.classes.size() < all.orders.size() ? 1 : 0;
    }
    assertTrue(compared > PROGRAMS / 2, "only " + compared + " programs are small enough");
    assertTrue(smaller > compared / 2, smaller + " of " + compared);
  }

  @Test
  @DisplayName("says how far it came when it is stopped, and promises nothing")
  void stopped() throws Exception {
    Simulated program = new Simulated(crowd(), 1, 9);
    int[] left = {10};
    Extent extent = new Exhaustive(program, 1, true).reduced(() -> left[0]-- > 0, _ -> {});
    assertEquals(10, extent.runs());
    assertFalse(extent.finished());
    assertFalse(extent.all());
    left[0] = 20;
    extent = new Exhaustive(program, 1, true).bounded(9, () -> left[0]-- > 0, _ -> {});
    assertFalse(extent.finished());
    assertEquals(OptionalInt.of(0), extent.preemptions());
  }

  @Test
  @DisplayName("gives up on a program that does not repeat what it did, and promises nothing")
  void unrepeatable() throws Exception {
    Simulated one = new Simulated(crowd(), 1, 9);
    Simulated other =
        new Simulated(List.of(new Op.Fork(List.of()), new Op.Fork(List.of(new Op.Send(0, 1)))), 1, 9);
    int[] count = {0};
    Extent extent =
        new Exhaustive(schedule -> (count[0]++ % 7 == 3 ? other : one).run(schedule), 1, true)
            .bounded(0, () -> true, _ -> {});
    assertEquals(new Exhaustive(one, 1, true).bounded(0, () -> true, _ -> {}).schedules(),
        extent.schedules());
    assertTrue(extent.sound());
    count[0] = 0;
    extent = new Exhaustive(schedule -> (count[0]++ < 2 ? one : other).run(schedule), 1, true)
        .bounded(0, () -> true, _ -> {});
    assertFalse(extent.sound());
    assertTrue(extent.gaps().contains(Gap.UNREPEATABLE));
  }

  private static List<Op> crowd() {
    List<Op> body = List.of(new Op.Send(0, 1), new Op.Send(0, 2));
    return List.of(new Op.Fork(body), new Op.Fork(body), new Op.Fork(body));
  }

  private static Extent reduced(Simulated program) throws Exception {
    return new Exhaustive(program, 1, true).reduced(() -> true, _ -> {});
  }

  private static Extent bounded(Simulated program, int most) throws Exception {
    return new Exhaustive(program, 1, true).bounded(most, () -> true, _ -> {});
  }

  private static List<String> order(Trace trace) {
    return trace.decisions().stream().map(Decision::task).map(Decision.Option::name).toList();
  }

  /** The steps of a run, made again. */
  private static List<Step> again(Simulated program, Trace trace) {
    Machine machine = program.machine();
    return order(trace).stream()
        .map(name -> {
          assertTrue(machine.enabled().stream().anyMatch(task -> task.name.equals(name)));
          return machine.go(name);
        })
        .toList();
  }

  /** A few processes, each with a few calls of any kind. */
  private static final class RandomProgram {
    private final Random random;
    private final int queues;
    private int left;

    RandomProgram(long seed) {
      random = new Random(seed);
      queues = 1 + random.nextInt(3);
      left = 4 + random.nextInt(4);
    }

    Simulated program() {
      List<Op> root = new ArrayList<>();
      int children = 2 + random.nextInt(2);
      for (int i = 0; i < children; i++) {
        if (random.nextInt(3) == 0) {
          root.add(op());
        }
        root.add(new Op.Fork(body(0)));
      }
      for (int i = random.nextInt(children + 1); i > 0; i--) {
        root.add(new Op.Wait());
      }
      return new Simulated(root, queues, 1 + random.nextInt(3));
    }

    private List<Op> body(int depth) {
      List<Op> ops = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0 && left > 0; i--) {
        left--;
        if (depth == 0 && random.nextInt(10) == 0) {
          ops.add(new Op.Fork(body(1)));
          if (random.nextBoolean()) {
            ops.add(new Op.Wait());
          }
        } else {
          ops.add(op());
        }
      }
      return ops;
    }

    private Op op() {
      int queue = random.nextInt(queues);
      int type = 1 + random.nextInt(2);
      return switch (random.nextInt(16)) {
        case 0, 1, 2, 3, 4, 5 -> new Op.Send(queue, type);
        case 6, 7, 8, 9 -> new Op.Receive(queue, random.nextInt(5) - 2, false);
        case 10 -> new Op.Receive(queue, type, true);
        case 11, 12 -> new Op.Sleep(1 + random.nextInt(2));
        case 13, 14 -> new Op.Get();
        default -> new Op.Send(queue, type);
      };
    }
  }
}
