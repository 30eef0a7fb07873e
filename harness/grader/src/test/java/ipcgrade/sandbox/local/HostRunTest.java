package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ipcgrade.trace.Event;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
@DisplayName("A run on the machine itself")
class HostRunTest {
  @Test
  @DisplayName("tells its listener of every event, in order")
  void streams() throws Exception {
    List<Event> heard = new CopyOnWriteArrayList<>();
    Trace trace =
        HostRun.run(Home.find(), List.of("/bin/sh", "-c", "sleep 1000; exit 3"), true, heard::add);
    assertInstanceOf(RunEnd.Finished.class, trace.end(), trace::toString);
    assertEquals(trace.events(), heard);
    assertEquals(3, trace.events(Event.Exit.class).toList().getLast().status());
  }
}
