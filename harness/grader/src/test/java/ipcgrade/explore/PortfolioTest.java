package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.Fault;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Calls;
import ipcgrade.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The portfolio")
class PortfolioTest {
  private final Trace first = new Paces(Map.of("1", 2, "2", 3)).run(Portfolio.first(0));
  private final Portfolio portfolio =
      new Portfolio(0, first, Map.of("server", List.of("1.1", "1.2"), "parent", List.of("1")));

  @Test
  @DisplayName("is fair first, then has each role slowest and fastest, and then draws")
  void order() {
    List<Strategy> strategies =
        IntStream.range(0, 12).mapToObj(run -> portfolio.timely(run).strategy()).toList();
    Strategy surw = new Strategy.Surw(List.of(new Calls("1", "q0", 2), new Calls("2", "q0", 3)));
    assertEquals(
        List.of(
            new Strategy.Fair(),
            new Strategy.Directed(List.of(), List.of("1")),
            new Strategy.Directed(List.of(), List.of("1.1", "1.2")),
            new Strategy.Directed(List.of("1"), List.of()),
            new Strategy.Directed(List.of("1.1", "1.2"), List.of()),
            surw,
            new Strategy.Pct(2, 5),
            surw,
            new Strategy.Random(),
            surw,
            new Strategy.Pct(3, 5),
            surw),
        strategies);
  }

  @Test
  @DisplayName("has the msqid 0 once, before it draws, where there are queues")
  void zero() {
    Trace creating =
        new Trace(
            first.request(),
            List.of(
                new Event.Call(
                    1, 0, 0, 0, 1, 1, new MsgGet(0, 01600), 65536, false, List.of(), List.of())),
            first.end(), List.of(), 0, first.decisions());
    Portfolio queues = new Portfolio(0, creating, Map.of("parent", List.of("1")));
    assertEquals(new Schedule(new Strategy.Fair(), 4).with(new Fault.ZeroMsqid()), queues.timely(3));
    assertEquals("surw", queues.timely(4).strategy().id());
    assertEquals(
        1,
        IntStream.range(0, 40).filter(run -> !queues.timely(run).fault().equals(new Fault.None())).count());
  }

  @Test
  @DisplayName("lets a fault strike in the first run's order, and in drawn ones")
  void faulty() {
    Fault fault = new Fault.Kill("1.1", 2);
    List<Schedule> schedules = portfolio.faulty(fault);
    assertEquals(Portfolio.first(0).with(fault), schedules.getFirst());
    assertEquals(
        List.of("fair", "surw", "pct"), schedules.stream().map(each -> each.strategy().id()).toList());
    assertTrue(schedules.stream().allMatch(each -> each.fault().equals(fault) && each.timely()));
    Fault stale = new Fault.Stale(7, List.of());
    assertFalse(
        portfolio.faulty(stale).stream().anyMatch(each -> each.seed() == first.request().schedule().seed()),
        "old messages have other pids than new ones");
  }

  @Test
  @DisplayName("has a seed of its own for each run and each seed of it")
  void seeds() {
    List<Schedule> schedules =
        IntStream.range(0, 100).mapToObj(portfolio::timely).toList();
    assertEquals(100, schedules.stream().map(Schedule::seed).distinct().count());
    assertTrue(schedules.stream().allMatch(Schedule::timely));
    Portfolio other = new Portfolio(1, first, Map.of());
    assertFalse(schedules.stream().anyMatch(schedule -> schedule.seed() == other.timely(0).seed()));
  }

  @Test
  @DisplayName("is untimely in favour of each role, where somebody sleeps")
  void untimely() {
    List<Schedule> schedules = portfolio.untimely(20);
    assertEquals(2, schedules.size());
    assertFalse(schedules.stream().anyMatch(Schedule::timely));
    Trace sleepless =
        new Trace(first.request(), List.of(), first.end(), List.of(), 0, first.decisions());
    assertEquals(List.of(), new Portfolio(0, sleepless, Map.of("parent", List.of("1"))).untimely(20));
  }
}
