package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.RoleSearch;
import ipcgrade.rule.World;
import ipcgrade.score.Result.Evidence;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The process 1 kills 100, 101, …, one per line of its program, from line 50; 2 kills 7 once. */
@DisplayName("A witness")
class WitnessTest {
  private static final String SPEC =
      """
      schema: ipcgrade/spec/1
      id: witness
      title: {en: Witness, it: Testimone}
      roles:
        parent: {root: true}
      channels:
        box: {}
      kinds:
        note: {from: parent, to: parent, on: box}
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: 'true'
          hint: {en: One., it: Uno.}
      """;

  private final Trace trace = run();
  private final List<Event> calls =
      trace.events(Call.class).filter(c -> c.pid() == 1).map(Event.class::cast).toList();

  private static Trace run() {
    TraceScript script = new TraceScript().start(1, 0).exec(1, "/p").start(2, 1);
    for (int i = 0; i < 30; i++) {
      script.call(1, new Kill("kill", 100 + i, 9), 0, 50 + i);
      if (i == 1) {
        script.call(2, new Kill("kill", 7, 9), 0);
      }
    }
    return script.exit(2, 0).exit(1, 0).end();
  }

  @Test
  @DisplayName("shows a call between the one before and the one after it of the same process")
  void around() throws Exception {
    List<Evidence> shown = witness().show("client 2", List.of(calls.get(2)));
    assertEquals(List.of(51, 52, 53), shown.stream().map(Evidence::line).toList());
    assertEquals(List.of(false, true, false), shown.stream().map(Evidence::key).toList());
    assertEquals(
        new Evidence(
            "client 2", 3, calls.get(2).seq(), "parent", "kill(102, SIGKILL) = 0", "registro.c", 52, "main",
            true),
        shown.get(1));
  }

  @Test
  @DisplayName("shows nothing before the first call and nothing after the last")
  void ends() throws Exception {
    assertEquals(List.of(50, 51), lines(List.of(calls.getFirst())));
    assertEquals(List.of(78, 79), lines(List.of(calls.getLast())));
  }

  @Test
  @DisplayName("shows each event once and in the order of the run")
  void once() throws Exception {
    assertEquals(List.of(54, 55, 56, 57), lines(List.of(calls.get(6), calls.get(5))));
  }

  @Test
  @DisplayName("shows of a flood of events the first twelve")
  void bounded() throws Exception {
    List<Evidence> shown = witness().show("", calls);
    assertEquals(IntStream.rangeClosed(50, 62).boxed().toList(), shown.stream().map(Evidence::line).toList());
    assertEquals(12, shown.stream().filter(Evidence::key).count());
  }

  @Test
  @DisplayName("shows events that are no calls, and calls of no known line, by themselves")
  void noCalls() throws Exception {
    Event exit = trace.events().getLast();
    assertEquals(
        List.of(new Evidence("", 3, exit.seq(), "parent", "exit status 0", "", 0, "", true)),
        witness().show("", List.of(exit)));
    Event other = trace.events(Call.class).filter(c -> c.pid() == 2).findFirst().orElseThrow();
    Evidence alone = witness().show("", List.of(other)).getFirst();
    assertEquals("process 2", alone.process());
    assertEquals("", alone.file());
  }

  @Test
  @DisplayName("of advice shows what it is given, and no calls around it")
  void only() throws Exception {
    List<Evidence> shown = witness().only(List.of(calls.get(3), calls.get(1)));
    assertEquals(List.of(53, 51), shown.stream().map(Evidence::line).toList());
    assertEquals(List.of(true, true), shown.stream().map(Evidence::key).toList());
    assertEquals(List.of("", ""), shown.stream().map(Evidence::instance).toList());
  }

  private List<Integer> lines(List<Event> key) throws Exception {
    return witness().show("", key).stream().map(Evidence::line).toList();
  }

  private Witness witness() throws Exception {
    Spec spec = SpecLoader.load(SPEC, Path.of("grading.yml"));
    return new Witness(new World(RoleSearch.readings(spec, History.of(trace), 1).getFirst()), 3);
  }
}
