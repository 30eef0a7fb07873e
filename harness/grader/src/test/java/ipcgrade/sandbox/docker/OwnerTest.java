package ipcgrade.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The owner of a container")
class OwnerTest {
  @Test
  @DisplayName("can be read from its label")
  void label() {
    Owner self = Owner.self();
    assertEquals(Optional.of(self), Owner.parse(self.toString()));
    for (String strange : List.of("", "image", "a b c", "a 1", "a 1 2 3")) {
      assertEquals(Optional.empty(), Owner.parse(strange), strange);
    }
  }

  @Test
  @DisplayName("is gone when its process has ended, though its pid be another's by now")
  void gone() throws Exception {
    Owner self = Owner.self();
    assertFalse(self.isGone());
    assertTrue(new Owner(self.machine(), self.pid(), self.started() + "0").isGone());
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertTrue(new Owner(self.machine(), ended.pid(), self.started()).isGone());
    assertFalse(new Owner("another", ended.pid(), self.started()).isGone(),
        "of another machine nothing is known");
  }
}
