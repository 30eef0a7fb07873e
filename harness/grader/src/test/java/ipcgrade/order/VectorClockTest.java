package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A vector clock")
class VectorClockTest {
  private static final VectorClock TWO = VectorClock.ZERO.at(2, 5);

  @Test
  @DisplayName("knows its own tick, and nothing of threads it never heard of")
  void own() {
    assertEquals(List.of(0, 0, 5, 0), ticks(TWO));
    assertEquals(List.of(0, 0, 6, 0), ticks(TWO.at(2, 6)));
    assertEquals(List.of(0, 0, 0, 0), ticks(VectorClock.ZERO));
  }

  @Test
  @DisplayName("keeps what it knew when another thread makes it its own")
  void handedOn() {
    assertEquals(List.of(4, 0, 5, 0), ticks(TWO.at(0, 4)));
    assertEquals(List.of(0, 0, 5, 4), ticks(TWO.at(3, 4)));
    assertEquals(List.of(9, 0, 5, 4), ticks(TWO.at(3, 4).at(0, 9)));
    assertEquals(List.of(4, 3, 0, 0), ticks(VectorClock.ZERO.at(0, 4).at(1, 3)));
  }

  @Test
  @DisplayName("joined to another knows of each thread the later tick, its own included")
  void join() {
    VectorClock one = VectorClock.ZERO.at(1, 3);
    assertEquals(List.of(0, 3, 5, 0), ticks(one.join(TWO)));
    assertEquals(List.of(0, 3, 5, 0), ticks(TWO.join(one)));
    assertEquals(List.of(0, 3, 7, 0), ticks(TWO.join(one.join(TWO.at(2, 7)))));
    assertEquals(List.of(0, 4, 5, 0), ticks(one.join(TWO).at(1, 4)));
    assertEquals(List.of(0, 0, 5, 0), ticks(VectorClock.ZERO.join(TWO)));
    assertEquals(List.of(3, 0, 5, 0), ticks(VectorClock.ZERO.at(0, 3).join(TWO)));
  }

  @Test
  @DisplayName("is itself where the other knows no more, and a new one where it does")
  void shared() {
    assertSame(TWO, TWO.join(VectorClock.ZERO));
    assertSame(TWO, TWO.join(VectorClock.ZERO.at(2, 5)));
    assertSame(TWO, TWO.join(VectorClock.ZERO.at(2, 4)));
    assertNotSame(TWO, TWO.join(VectorClock.ZERO.at(0, 1)));
    assertNotSame(TWO, TWO.join(VectorClock.ZERO.at(2, 6)));
  }

  private static List<Integer> ticks(VectorClock clock) {
    return IntStream.range(0, 4).map(clock::at).boxed().toList();
  }
}
