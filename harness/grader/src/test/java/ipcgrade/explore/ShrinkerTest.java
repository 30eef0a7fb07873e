package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.explore.Shrinker.Found;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A schedule is made shorter")
class ShrinkerTest {
  private final Paces program = new Paces(Map.of("1", 6, "2", 6, "3", 6));
  private final Trace alternating = program.run(new Schedule(new Strategy.Fair(), 7, false));

  private Found shrunk(Predicate<String> fault, int runs) throws Exception {
    program.runs = 0;
    return Shrinker.shrink(alternating, trace -> fault.test(Paces.order(trace)), program, runs);
  }

  @Test
  @DisplayName("to nothing, if nobody needs to be preempted")
  void needless() throws Exception {
    Found found = shrunk(order -> order.contains("1"), 40);
    assertEquals("", Turn.text(found.turns()));
    assertEquals(0, found.preemptions());
    assertEquals(1, program.runs - 1);
  }

  @Test
  @DisplayName("to the two preemptions that a fault needs")
  void needed() throws Exception {
    // 2 goes between two steps of 1, and 1 between two steps of 2
    Found found = shrunk(order -> order.replace("3", "").matches("1+2+1.*2.*"), 200);
    assertEquals(2, found.preemptions(), () -> Turn.text(found.turns()));
    assertTrue(found.turns().size() <= 3, () -> Turn.text(found.turns()));
    assertTrue(Paces.order(program.run(found.schedule())).replace("3", "").matches("1+2+1.*2.*"));
    assertEquals(7, found.schedule().seed());
    assertEquals(false, found.schedule().timely());
  }

  @Test
  @DisplayName("only as far as the runs go that may be made")
  void budget() throws Exception {
    Found found = shrunk(order -> order.matches("123.*"), 0);
    assertEquals(0, program.runs);
    assertEquals(alternating.decisions().size(), found.turns().stream().mapToInt(Turn::steps).sum());
    shrunk(order -> order.matches("123.*"), 5);
    assertEquals(5, program.runs);
  }
}
