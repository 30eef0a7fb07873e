package ipcgrade.grade;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/** Grades the hostile programs five times each, or as often as {@code -Dhostile.times} says. */
@Tag("soak")
@DisplayName("Hostile programs, again and again")
class HostileSoakTest extends HostileTest {
  @Override
  int times() {
    return Integer.getInteger("hostile.times", 5);
  }
}
