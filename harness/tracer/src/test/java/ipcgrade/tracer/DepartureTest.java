package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Answer;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class DepartureTest {
  private static final int STEP = 12;

  @Test
  void aProcessIsLeftStoppedWithAllItsThreadsAndDiesWithTheAgent() throws Exception {
    int pid;
    try (TestAgent agent = new TestAgent()) {
      List<Event> events = new ArrayList<>();
      Answer answer = agent.answer(until("1"), events, "left");
      pid = ((Answer.Left) answer).pid();
      List<Path> threads = threads(pid);
      assertEquals(3, threads.size());
      for (Path thread : threads) {
        String status = Files.readString(thread.resolve("status"));
        assertTrue(status.contains("State:\tT"), status);
        assertTrue(status.contains("TracerPid:\t0"), status);
        assertTrue(Files.readString(thread.resolve("comm")).startsWith("left"), "another program");
      }
      // in front of its call, not in it: -1 is no system call
      assertTrue(Files.readString(Path.of("/proc/" + pid + "/syscall")).startsWith("-1 "), "it is in a call");
      long sent =
          events.stream()
              .filter(
                  event -> event instanceof Event.Call call && call.operation() instanceof Operation.MsgSnd)
              .count();
      assertTrue(sent > 0 && sent < 20, "sent " + sent);
    }
    for (int i = 0; Files.exists(Path.of("/proc/" + pid)) && i < 500; i++) {
      Thread.sleep(10);
    }
    assertFalse(Files.exists(Path.of("/proc/" + pid)), "it is still there");
  }

  @Test
  void anotherThanTheOneWhoseStepItIsCanBeLeftToo() throws Exception {
    try (TestAgent agent = new TestAgent()) {
      int pid = ((Answer.Left) agent.answer(until("1.1"), new ArrayList<>(), "left")).pid();
      assertEquals(1, threads(pid).size());
    }
  }

  @Test
  void whoIsNotThereIsNotLeft() throws Exception {
    try (TestAgent agent = new TestAgent()) {
      Answer answer = agent.answer(until("1.7"), new ArrayList<>(), "order");
      assertEquals(new RunEnd.Finished(), ((Answer.End) answer).end());
    }
  }

  private static Schedule until(String task) {
    return new Schedule(new Strategy.Until(List.of(), STEP, task), 1);
  }

  private static List<Path> threads(int pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.toList();
    }
  }
}
