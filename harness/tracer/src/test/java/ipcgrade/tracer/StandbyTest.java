package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The container that is made while another one's program runs. */
@Tag("kernel")
class StandbyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private TestAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent = new TestAgent();
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
  }

  @Test
  void theNextRunOfTheSameProgramUsesTheSpareAndTheTraceIsTheSame() throws InterruptedException {
    Trace cold = run("order");
    ProcessHandle spare = spare();
    Trace warm = run("order");
    await(() -> !spare.isAlive());
    assertNotEquals(spare.pid(), spare().pid());
    assertEquals(cold.decisions(), warm.decisions());
    assertEquals(pids(cold), pids(warm));
  }

  @Test
  void anotherProgramGetsAContainerOfItsOwn() throws InterruptedException {
    run("order");
    ProcessHandle spare = spare();
    assertEquals(new RunEnd.Finished(), run("pingpong").end());
    await(() -> !spare.isAlive() && containers().size() == 1);
  }

  @Test
  void aSpareThatIsKilledIsReplaced() throws InterruptedException {
    run("order");
    for (int i = 0; i < 3; i++) {
      ProcessHandle spare = spare();
      ProcessHandle inside = i == 0 ? spare : spare.descendants().toList().getLast();
      assertTrue(inside.destroyForcibly());
      await(() -> !spare.isAlive());
      assertEquals(new RunEnd.Finished(), run("order").end());
    }
  }

  @Test
  void aContainerThatCannotBeMadeIsTheHarnessesFault() throws InterruptedException {
    RunRequest good = run("order").request();
    RunEnd end = agent.run(withCommand(good, List.of("sh", "-c", "exit 3"))).end();
    String message = assertInstanceOf(RunEnd.HarnessFault.class, end).message();
    assertTrue(message.startsWith("the command ended with status 3 before the program itself was started"),
        message);
    end = agent.run(withCommand(good, List.of("/no/such/command"))).end();
    message = assertInstanceOf(RunEnd.HarnessFault.class, end).message();
    assertTrue(message.contains("/no/such/command"), message);
    assertEquals(new RunEnd.Finished(), run("order").end());
  }

  @Test
  void ofAnAgentThatIsKilledNoSpareIsLeft() throws InterruptedException {
    run("order");
    ProcessHandle spare = spare();
    List<ProcessHandle> all = spare.descendants().toList();
    assertFalse(all.isEmpty());
    agent.process().destroyForcibly();
    await(() -> !spare.isAlive() && all.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Trace run(String program) {
    return agent.run(new Schedule(new Strategy.Random(), 7), Programs.inside(program));
  }

  private static RunRequest withCommand(RunRequest request, List<String> command) {
    return new RunRequest(
        command,
        request.environment(),
        request.execs(),
        request.container(),
        request.descriptor(),
        request.schedule(),
        request.virtualTime(),
        request.limits());
  }

  private static List<Integer> pids(Trace trace) {
    return trace.events(Event.Start.class).map(Event.Start::pid).toList();
  }

  /** The only container there is, when its shell waits. */
  private ProcessHandle spare() throws InterruptedException {
    await(() -> containers().size() == 1 && containers().getFirst().descendants().count() == 2);
    return containers().getFirst();
  }

  private List<ProcessHandle> containers() {
    return agent.process().children().toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end));
      Thread.sleep(5);
    }
  }
}
