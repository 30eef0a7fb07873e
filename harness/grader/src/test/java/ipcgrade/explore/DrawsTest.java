package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.explore.Machine.Op;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Calls;
import ipcgrade.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Drawn schedules")
class DrawsTest {
  private static final Trace FIRST =
      new Simulated(
          List.of(new Op.Fork(List.of(new Op.Send(0, 1), new Op.Send(1, 1), new Op.Send(0, 1)))), 2, 9)
          .run(new Schedule(new Strategy.Fair(), 1));

  private static List<Schedule> drawn(int some, Method... methods) {
    Plan plan = new Plan(List.of(methods), 100, Duration.ofMinutes(1), OptionalInt.empty(), 40, false);
    Draws draws = new Draws(List.of(methods), plan, FIRST);
    return Stream.generate(draws::next).limit(some).toList();
  }

  @Test
  @DisplayName("come from each method in turn, each with a seed of its own")
  void turns() {
    List<Schedule> schedules = drawn(6, Method.RANDOM, Method.PCT, Method.SURW);
    assertEquals(
        List.of("random", "pct", "surw", "random", "pct", "surw"),
        schedules.stream().map(schedule -> schedule.strategy().id()).toList());
    assertEquals(
        List.of(40L, 41L, 42L, 43L, 44L, 45L), schedules.stream().map(Schedule::seed).toList());
    assertEquals(Set.of(false), schedules.stream().map(Schedule::timely).collect(Collectors.toSet()));
  }

  @Test
  @DisplayName("know how long the program is, and who uses what how often")
  void measured() {
    int steps = FIRST.decisions().size();
    assertEquals(
        List.of(new Strategy.Pct(1, steps), new Strategy.Pct(2, steps), new Strategy.Pct(3, steps),
            new Strategy.Pct(1, steps)),
        drawn(4, Method.PCT).stream().map(Schedule::strategy).toList());
    assertEquals(
        new Strategy.Surw(List.of(new Calls("1.1", "q0", 2), new Calls("1.1", "q1", 1))),
        drawn(1, Method.SURW).getFirst().strategy());
  }
}
