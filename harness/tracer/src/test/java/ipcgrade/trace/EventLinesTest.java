package ipcgrade.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Lines of events")
class EventLinesTest {
  private static final int CALLS = 400;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @DisplayName("tell after each call what all queues were, though they hold only what has changed")
  void changes(int seed) {
    List<Event> events = random(seed);
    EventLines writer = new EventLines();
    List<String> lines = events.stream().map(writer::line).toList();
    EventLines reader = new EventLines();
    assertEquals(events, lines.stream().map(reader::event).toList());
    long changed = lines.stream().filter(line -> line.startsWith("~")).count();
    long whole = lines.stream().filter(line -> line.startsWith("{\"type\":\"call\"")).count();
    assertEquals(CALLS, changed + whole);
    assertTrue(changed > whole && whole > 0, changed + " and " + whole);
  }

  @Test
  @DisplayName("of the time before are read as they are")
  void whole() {
    EventLines reader = new EventLines();
    for (Event event : random(4)) {
      assertEquals(event, reader.event(TraceFormat.line(event)));
    }
  }

  @Test
  @DisplayName("end with that of the run")
  void end() {
    Answer.End end = new Answer.End(new RunEnd.Finished(), List.of(), 7);
    assertEquals(end, new EventLines().answer(TraceFormat.line(end)));
    assertThrows(IllegalArgumentException.class, () -> new EventLines().event(TraceFormat.line(end)));
  }

  /** Calls after which queues come, go, change, change places, or do none of that, and now and then something else. */
  private static List<Event> random(int seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    List<QueueState> queues = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      switch (random.nextInt(queues.isEmpty() ? 1 : 10)) {
        case 0, 1, 2 -> queues.add(random.nextInt(queues.size() + 1), queue(random, i));
        case 3 -> queues.remove(random.nextInt(queues.size()));
        case 4, 5, 6 -> {
          int at = random.nextInt(queues.size());
          queues.set(at, queue(random, queues.get(at).msqid()));
        }
        case 7 -> queues.replaceAll(each -> queue(random, each.msqid()));
        default -> {}
      }
      if (random.nextInt(10) == 0) {
        events.add(new Event.Signal(events.size(), 0, 300, 300, 15));
      }
      events.add(
          new Event.Call(
              events.size(), 0, 0, 0, 300, 300, new Operation.MsgGet(7, 0), 0, false, List.of(), queues));
    }
    return events;
  }

  private static QueueState queue(Random random, int msqid) {
    return new QueueState(0, msqid, 0600, random.nextInt(3), 0, 0, 0, 0, 0, 0, 0, 0);
  }
}
