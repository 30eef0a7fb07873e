package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.TraceScript;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Trace;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The threads 20 and 21 of process 2 and 30 of process 3 send; 22 only sleeps. */
@DisplayName("Threads")
class ThreadsTest {
  private static final int QUEUE = 65536;

  private final Trace trace =
      new TraceScript().start(1, 0).create(1, QUEUE).start(2, 1).start(3, 1).thread(2, 20).thread(2, 21)
          .thread(2, 22).thread(3, 30).send(20, QUEUE, 1, 7).send(21, QUEUE, 1, 7).send(30, QUEUE, 1, 7)
          .sleep(22, 1).send(2, QUEUE, 1, 7).exit(2, 5).exit(3, 0).exit(1, 0).end();

  @Test
  @DisplayName("that use queues are known, with their processes")
  void known() {
    assertEquals(Set.of(2, 3), Threads.processes(trace));
    assertEquals(Set.of(20, 21), Threads.of(trace, Set.of(2)));
    assertEquals(Set.of(20, 21, 30), Threads.of(trace, Set.of(2, 3)));
    assertEquals(Set.of(), Threads.of(trace, Set.of(1)));
  }

  @Test
  @DisplayName("split off are children of their process, and do what they did")
  void split() {
    Trace split = Threads.split(trace, Set.of(20, 30));
    List<Start> starts = split.events(Start.class).filter(s -> !s.thread()).toList();
    assertEquals(List.of(1, 2, 3, 20, 30), starts.stream().map(Start::pid).toList());
    assertEquals(List.of(0, 1, 1, 2, 3), starts.stream().map(Start::parent).toList());
    List<Integer> callers =
        split.events(Event.Call.class).filter(c -> c.operation().name().equals("msgsnd")).map(Event::pid)
            .toList();
    assertEquals(List.of(20, 2, 30, 2), callers);
  }

  @Test
  @DisplayName("split off end right before their process, as it does")
  void ends() {
    List<Event.Exit> exits = Threads.split(trace, Set.of(20, 30)).events(Event.Exit.class).toList();
    assertEquals(List.of(20, 2, 30, 3, 1), exits.stream().map(Event::pid).toList());
    assertEquals(List.of(5, 5, 0, 0, 0), exits.stream().map(Event.Exit::status).toList());
    assertEquals(trace.events(), Threads.split(trace, Set.of()).events());
  }
}
