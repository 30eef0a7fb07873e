package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
@DisplayName("Who computes")
class StillnessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  @DisplayName("is seen to do so at several looks: one long pause of the machine is none of its doing")
  void computing() throws Exception {
    Process spinning = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      Task task = new Task((int) spinning.pid());
      assertFalse(Stillness.computesForLong(task), "at the first look");
      long before = Status.processorNanos(task.tid);
      Instant end = Instant.now().plus(PATIENCE);
      while (Status.processorNanos(task.tid) - before < 3 * Stillness.LONG) {
        assertTrue(Instant.now().isBefore(end), "it gets no processor");
        Thread.sleep(1);
      }
      assertFalse(Stillness.computesForLong(task), "after one long pause");
      while (!Stillness.computesForLong(task)) {
        assertTrue(Instant.now().isBefore(end), "it is not seen to compute");
        Thread.sleep(1);
      }
    } finally {
      spinning.destroyForcibly().waitFor();
    }
  }
}
