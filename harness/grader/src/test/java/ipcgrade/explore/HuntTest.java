package ipcgrade.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ipcgrade.explore.Machine.Op;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A hunt")
class HuntTest {
  private static final Spec SPEC = Prerequisites.plain();

  /** Its child waits for what nobody sends. */
  private static final Simulated STUCK =
      new Simulated(
          List.of(new Op.Get(), new Op.Fork(List.of(new Op.Receive(0, 5, false))), new Op.Wait()), 1, 9);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  @DisplayName("that the harness breaks off tells what it had found, if there was anything")
  void broken(int sound) throws Exception {
    SandboxException fault = new SandboxException("The agent failed.");
    int[] made = {0};
    Runner runner =
        schedule -> {
          if (made[0]++ == sound) {
            throw fault;
          }
          return STUCK.run(schedule);
        };
    Plan plan =
        new Plan(List.of(Method.RANDOM), 10, Duration.ofMinutes(2), OptionalInt.empty(), 1, true);
    Hunt hunt = new Hunt(runner, new Judge(SPEC, Scorer.of(SPEC, Path.of("grading.yml"))), plan, _ -> {});
    if (sound == 0) {
      assertSame(fault, assertThrows(SandboxException.class, hunt::hunt));
      return;
    }
    Findings findings = hunt.hunt();
    assertEquals(Optional.of(fault), findings.broken());
    assertEquals(sound, findings.judged());
    assertEquals(new Fault.Deadlock(), findings.faults().getFirst().fault());
  }
}
