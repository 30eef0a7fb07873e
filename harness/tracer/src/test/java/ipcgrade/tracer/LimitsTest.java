package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Limits;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest extends AgentTest {
  private static final Limits TIGHT =
      new Limits(
          30_000, 100_000, 300, 20, 64 << 20, 1 << 20, 4 << 20, 100_000, 200_000, 8, 8, 8, 1_000, 0);

  @ParameterizedTest
  @CsvSource({
    "processes, 20", "cpu, 300", "output, 100000", "virtual-time, 100000", "events, 1000",
    "queues, 8", "memory, 67108864", "file-size, 1048576", "disk, 4194304", "semaphores, 8",
    "shared-memory, 8", "payload, 200000"
  })
  void theLimitThatEndsARunIsNamed(String limit, long value) {
    for (Strategy strategy : Strategies.all()) {
      assertEquals(new RunEnd.LimitExceeded(limit, value), hostile(strategy, limit).end(), strategy::id);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "memory of many, memory", "memory of a segment, memory", "memory of nobody, memory",
    "disk of nobody, disk", "disk of empty files, disk", "zombies, processes", "arguments, payload",
    "segments and a deadlock, shared-memory"
  })
  void whatNobodyHoldsAloneCountsToo(String what, String limit) {
    RunEnd end = hostile(new Strategy.Fair(), what).end();
    assertEquals(limit, assertInstanceOf(RunEnd.LimitExceeded.class, end).limit());
  }

  @Test
  void soIsRealTime() {
    Limits second = new Limits(1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    for (Strategy strategy : Strategies.all()) {
      Trace trace = agent.run(strategy, 1, second, true, Programs.inside("hostile"), "wall");
      assertEquals(new RunEnd.LimitExceeded("wall", 1_000), trace.end(), strategy::id);
    }
  }

  /**
   * 400 ms of processor time, which take more than a second where others want the processor too, each in a
   * session of its own: sched(7) shares out time by session.
   */
  @Test
  void waitingForAProcessorIsNot() throws IOException {
    Limits second = new Limits(1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    List<Process> others = new ArrayList<>();
    try {
      for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
        others.add(new ProcessBuilder("setsid", "timeout", "60", "sh", "-c", "while :; do :; done").start());
      }
      Trace trace = agent.run(new Strategy.Fair(), 1, second, true, Programs.inside("hostile"), "computes");
      assertEquals(new RunEnd.Finished(), trace.end());
      assertTrue(trace.wallNanos() > 1_000_000_000L, "nobody had to wait: " + trace.wallNanos() + " ns");
    } finally {
      others.forEach(Process::destroy);
    }
  }

  @Test
  void pagesThatForkedCopiesShareCountOnce() {
    assertEquals(new RunEnd.Finished(), hostile(new Strategy.Natural(), "memory of forked copies").end());
  }

  @Test
  void addressSpaceIsLimitedToo() {
    assertEquals("1\n", CallsTest.output(hostile(new Strategy.Fair(), "addresses")));
  }

  @Test
  void aStackThatOverflowsIsASegmentationFault() {
    Trace trace = hostile(new Strategy.Fair(), "stack");
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals(11, trace.events(Event.Exit.class).findFirst().orElseThrow().signal());
  }

  @Test
  void whoIgnoresTheSignalOfAFileTooLargeGoesOn() {
    Trace trace = hostile(new Strategy.Fair(), "file-size ignored");
    assertEquals(new RunEnd.Finished(), trace.end());
    assertEquals("1048576 1\n", CallsTest.output(trace));
  }

  @Test
  void aProgramGetsNoSocketsBeyondItsNetworkNamespaceAndNoMemoryBeyondItsFileSystems() {
    String[] words = CallsTest.output(hostile(new Strategy.Fair(), "families")).strip().split(" ", -1);
    assertEquals("-1", words[words.length - 1]);
    assertTrue(Set.of("1", "2", "10", "16", "-1").containsAll(Set.of(words)), String.join(" ", words));
  }

  @Test
  void aProgramCannotTraceOrLeaveItsNamespaces() {
    assertEquals("-1 -1\n", CallsTest.output(hostile(new Strategy.Fair(), "escape")));
  }

  @Test
  void aProgramCannotLoadAFilterThatHidesItsCalls() {
    assertEquals("-1 -1 1\n", CallsTest.output(hostile(new Strategy.Fair(), "filter")));
  }

  private Trace hostile(Strategy strategy, String what) {
    return agent.run(strategy, 1, TIGHT, true, Programs.inside("hostile"), what);
  }
}
