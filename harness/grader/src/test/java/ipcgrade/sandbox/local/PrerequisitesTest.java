package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("The doctor")
class PrerequisitesTest {
  @Test
  @DisplayName("finds all that it needs where tests run")
  void complete() throws Exception {
    assertEquals(List.of(), missing(Home.find()));
  }

  @Test
  @DisplayName("misses the agent, and so traces, where it is not built")
  void noAgent(@TempDir Path empty) throws Exception {
    assertEquals(
        List.of("agent", "trace"), missing(new Home(empty)).stream().map(Prerequisite::name).toList());
  }

  private static List<Prerequisite> missing(Home home) throws InterruptedException {
    return Prerequisites.check(home).stream().filter(each -> !each.ok()).toList();
  }
}
