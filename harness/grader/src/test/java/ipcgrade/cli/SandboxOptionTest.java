package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.docker.Engines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
@DisplayName("The command line")
class SandboxOptionTest {
  private static final String WRONG =
      "../../fixtures/registro-distribuito/submissions/wrong-unselective-receive";

  private final Console console = new Console();

  @BeforeAll
  static void image() throws Exception {
    Engines.ready();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "local", "docker"})
  @DisplayName("grades in the sandbox that is asked for, and says the same of each")
  void sandbox(String kind) {
    assertEquals(0, console.run("check", "--sandbox", kind, WRONG), console.err());
    assertTrue(console.out().contains("28 of 30 points"), console.out());
    assertTrue(console.out().contains("registro.c:104"), console.out());
    assertEquals("", console.err());
  }

  @Test
  @DisplayName("makes no image that is there already")
  void imageThere() throws Exception {
    assertEquals(0, console.run("image", "build"), console.err());
    assertEquals(
        "The image " + Engines.ready().image() + " is there already, made of what it would be made of now.\n",
        console.err());
  }

  @Test
  @DisplayName("has a doctor for both sandboxes")
  void doctor() {
    assertEquals(0, console.run("doctor"), console.err());
    assertTrue(console.out().contains("On this machine (--sandbox local)\n"), console.out());
    assertTrue(console.out().contains("In Docker (--sandbox docker)\n"), console.out());
    assertTrue(console.out().contains("one of the two is enough"), console.out());
  }
}
