package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Limits;
import ipcgrade.trace.RunRequest.Strategy;
import ipcgrade.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest extends AgentTest {
  private static final Limits TIGHT =
      new Limits(2_000, 100_000, 300, 20, 500, 100_000, 8, 1 << 30, 0, 0);

  @ParameterizedTest
  @CsvSource({
    "processes, 20", "cpu, 300", "output, 100000", "wall, 2000", "virtual-time, 100000", "events, 500",
    "queues, 8"
  })
  void theLimitThatEndsARunIsNamed(String limit, long value) {
    for (Strategy strategy : Strategy.values()) {
      assertEquals(new RunEnd.LimitExceeded(limit, value), hostile(strategy, limit).end(), strategy::name);
    }
  }

  @Test
  void memoryIsLimited() {
    assertEquals("1\n", CallsTest.output(hostile(Strategy.FAIR, "memory")));
  }

  @Test
  void aProgramCannotTraceOrLeaveItsNamespaces() {
    assertEquals("-1 -1\n", CallsTest.output(hostile(Strategy.FAIR, "escape")));
  }

  @Test
  void aProgramCannotLoadAFilterThatHidesItsCalls() {
    assertEquals("-1 -1 1\n", CallsTest.output(hostile(Strategy.FAIR, "filter")));
  }

  private Trace hostile(Strategy strategy, String what) {
    return agent.run(strategy, 1, TIGHT, true, Programs.inside("hostile"), what);
  }
}
