package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntropyTest extends AgentTest {
  private static final List<String> WAYS =
      List.of("getrandom", "AT_RANDOM", "read", "pread", "readv", "fread", "large");

  @ParameterizedTest
  @ValueSource(strings = {"random", "random_device"})
  void randomBytesComeFromTheSeed(String program) {
    List<String> one = lines(new Strategy.Fair(), 1, program);
    assertEquals(one, lines(new Strategy.Fair(), 1, program));
    List<String> other = lines(new Strategy.Fair(), 2, program);
    assertEquals(one.size(), other.size());
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).startsWith("0 -1")) {
        assertNotEquals(one.get(i), other.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ipcgrade.tracer.Strategies#all")
  void theyAreOthersEachTimeAndReadAsTheKernelHasThem(Strategy strategy) {
    List<String> lines = lines(strategy, 1, "random");
    for (String way : WAYS) {
      assertEquals(1, lines.stream().filter(line -> line.startsWith(way + " ")).count(), way);
    }
    assertEquals(lines.size(),
        lines.stream().map(line -> line.substring(line.indexOf(' '))).distinct().count());
    assertTrue(lines.contains("0 -1 -1 0"), lines::toString);
    assertFalse(lines.stream().anyMatch(line -> line.contains(" 00 00 00 00")), lines::toString);
  }

  @Test
  void whatATaskDrawsDoesNotChangeWithWhatOthersDrewBefore() {
    List<String> children = children(new Strategy.Fair());
    assertEquals(3, children.size());
    List<Strategy> others =
        List.of(
            new Strategy.Directed(List.of(), List.of("1.1")),
            new Strategy.Directed(List.of("1.3"), List.of("1.2")),
            new Strategy.Random());
    for (Strategy strategy : others) {
      List<String> again = children(strategy);
      assertEquals(children.stream().sorted().toList(), again.stream().sorted().toList());
    }
    assertTrue(others.stream().anyMatch(strategy -> !children(strategy).equals(children)),
        "nobody overtakes");
  }

  @Test
  void realTimeHasTheKernelsOwn() {
    assertNotEquals(
        drawn(agent.run(new Strategy.Natural(), 1, TestAgent.LIMITS, false, Programs.inside("random"))),
        drawn(agent.run(new Strategy.Natural(), 1, TestAgent.LIMITS, false, Programs.inside("random"))));
  }

  private static List<String> drawn(Trace trace) {
    return printed(trace).stream().filter(line -> line.startsWith("read")).toList();
  }

  private List<String> children(Strategy strategy) {
    return lines(strategy, 1, "random").stream().filter(line -> line.startsWith("child")).toList();
  }

  private List<String> lines(Strategy strategy, long seed, String program) {
    return printed(agent.run(strategy, seed, TestAgent.LIMITS, true, Programs.inside(program)));
  }

  private static List<String> printed(Trace trace) {
    assertEquals(new RunEnd.Finished(), trace.end());
    return Stream.of(CallsTest.output(trace).split("\n", -1)).filter(line -> !line.isEmpty()).toList();
  }
}
