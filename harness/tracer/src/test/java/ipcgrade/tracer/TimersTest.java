package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Who waits in the kernel")
class TimersTest {
  /**
   * In wait4(2), interrupted on its way: its state is S, though it is on the run queue. After so many looks it has gone on,
   * and has stopped at the end of the call, which makes one more switch.
   */
  private static final class Preempted implements Timers.Sight {
    private final char then;
    private int looks;

    Preempted(int looks, char then) {
      this.looks = looks;
      this.then = then;
    }

    @Override
    public Status status() {
      return looks-- > 0 ? state('S', 7) : state(then, 8);
    }

    @Override
    public boolean running() {
      return looks-- > 0;
    }
  }

  private record Asleep(long switches) implements Timers.Sight {
    @Override
    public Status status() {
      return state('S', switches);
    }

    @Override
    public boolean running() {
      return false;
    }
  }

  @Test
  @DisplayName("sleeps at every look")
  void asleep() {
    assertTrue(Timers.asleep(List.of(new Asleep(3), new Asleep(4))));
  }

  @ParameterizedTest(name = "after {0} looks: {1}")
  @CsvSource({"0, t", "1, t", "2, t", "3, t", "4, t", "1, S", "2, S", "3, S", "9, R"})
  @DisplayName("does not stop or sleep anew between two of them")
  void moves(int looks, char then) {
    assertFalse(Timers.asleep(List.of(new Preempted(looks, then))));
    assertFalse(Timers.asleep(List.of(new Asleep(1), new Preempted(looks, then))));
  }

  private static Status state(char state, long switches) {
    return new Status("State:\t" + state + "\nvoluntary_ctxt_switches:\t" + switches + "\n");
  }
}
