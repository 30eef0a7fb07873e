package ipcgrade.tracer;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** Tests that share one agent. */
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgentTest {
  TestAgent agent;

  @BeforeAll
  void start() throws IOException {
    agent = new TestAgent();
  }

  @AfterAll
  void stop() throws IOException {
    agent.close();
  }
}
