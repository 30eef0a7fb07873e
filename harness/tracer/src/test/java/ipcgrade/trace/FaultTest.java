package ipcgrade.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
  static Stream<Fault> faults() {
    return Stream.of(
        new Fault.None(),
        new Fault.Interrupt("1.2.1", 3),
        new Fault.Kill("1", 12),
        new Fault.Delay("1.1", 1, 2_000),
        new Fault.Full("q0", 24),
        new Fault.Remove("q12", 0),
        new Fault.Queues(0),
        new Fault.Processes(2),
        new Fault.ZeroMsqid(),
        new Fault.Stale(0x70000001, List.of()),
        new Fault.Stale(
            -2, List.of(new Fault.Message(1, Payload.ofHex("00ff")), new Fault.Message(2, Payload.EMPTY))));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void itsTextIsReadBack(Fault fault) {
    assertEquals(fault, Fault.parse(fault.text()));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "explode", "kill", "kill 1.2", "kill 1.2 x", "kill 1.2 3 4", "queues 99999999999", "stale 0x1 00ff",
    "stale 0x1 1:0", "full q0 024"})
  void whatIsNoFaultIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Fault.parse(text));
  }

  @Test
  void aScheduleOfAnOlderTraceHasNone() {
    assertEquals(
        new Schedule(new Strategy.Fair(), 3),
        RecordCodec.read(Schedule.class, "{\"strategy\":{\"type\":\"fair\"},\"seed\":3,\"timely\":true}"));
  }

  @Test
  void aNaturalRunHasNone() {
    Schedule natural = new Schedule(new Strategy.Natural(), 1);
    assertThrows(IllegalArgumentException.class, () -> natural.with(new Fault.ZeroMsqid()));
  }
}
