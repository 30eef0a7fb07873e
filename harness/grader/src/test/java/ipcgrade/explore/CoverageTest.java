package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.explore.Machine.Op;
import ipcgrade.order.History;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What was seen of a program's schedules")
class CoverageTest {
  private final Coverage coverage = new Coverage();

  /** A parent with two queues and two children. */
  private static TraceScript family() {
    return new TraceScript().start(10, 0).create(10, 70).create(10, 71).start(11, 10).start(12, 10);
  }

  private boolean sees(TraceScript script) {
    return coverage.add(History.of(script.end()));
  }

  @Test
  @DisplayName("the order of calls on different queues makes no other interleaving, that on one queue does")
  void interleavings() {
    assertTrue(sees(family().send(11, 70, 1).send(12, 71, 1)));
    assertFalse(sees(family().send(12, 71, 1).send(11, 70, 1)));
    assertTrue(sees(family().send(11, 70, 1).send(12, 70, 1)));
    assertTrue(sees(family().send(12, 70, 1).send(11, 70, 1)));
    assertEquals(3, coverage.interleavings());
  }

  @Test
  @DisplayName("pids and msqids make no other interleaving")
  void names() {
    assertTrue(sees(family().send(11, 70, 1)));
    assertFalse(
        sees(
            new TraceScript().start(3, 0).create(3, 9).create(3, 5).start(4, 3).start(5, 3).send(4, 9, 1)));
    assertTrue(
        sees(
            new TraceScript().start(3, 0).create(3, 9).create(3, 5).start(4, 3).start(5, 3).send(4, 5, 1)));
  }

  @Test
  @DisplayName("two sends of different processes to one queue race, and are turned round by another run")
  void races() {
    sees(family().send(11, 70, 1).send(12, 70, 1));
    assertEquals(1, coverage.races());
    assertEquals(0, coverage.turned());
    sees(family().send(11, 70, 1).send(12, 70, 1));
    assertEquals(0, coverage.turned());
    sees(family().send(12, 70, 1).send(11, 70, 1));
    assertEquals(1, coverage.races());
    assertEquals(1, coverage.turned());
  }

  @Test
  @DisplayName("a send and the receive that got it do not race, nor does what one process does itself")
  void ordered() {
    sees(family().send(11, 70, 1).receive(12, 70, 0, 1).send(12, 70, 2).receive(11, 70, 2, 2));
    sees(family().send(11, 71, 1).send(11, 71, 2));
    assertEquals(0, coverage.races());
    // this one could have come before the receive
    sees(family().send(11, 70, 1).receive(12, 70, 0, 1).send(10, 70, 2));
    assertEquals(2, coverage.races());
  }

  @Test
  @DisplayName("is complete after an exhaustive search: as many interleavings as there are, all races turned")
  void complete() throws Exception {
    List<Op> sender = List.of(new Op.Send(0, 1), new Op.Send(0, 1));
    Simulated program = new Simulated(List.of(new Op.Get(), new Op.Fork(sender), new Op.Fork(sender)), 1, 9);
    new Exhaustive(program, 1, true).reduced(() -> true, trace -> coverage.add(History.of(trace)));
    assertEquals(6, coverage.interleavings()); // two pairs, each in its order: 4! / (2! · 2!)
    assertEquals(4, coverage.races());
    assertEquals(4, coverage.turned());
    Trace drawn = program.run(new Schedule(new Strategy.Random(), 5));
    assertFalse(coverage.add(History.of(drawn)));
  }
}
