package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  private static final Words WORDS = Words.in("en");

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 4", "10, 1", "10, 3", "300, 7", "7, 300"})
  @DisplayName("every submission is in one part, and no part has two more than another")
  void parts(int size, int of) throws Exception {
    List<Integer> all = IntStream.range(0, size).boxed().toList();
    List<Integer> together = new ArrayList<>();
    for (int index = 1; index <= of; index++) {
      List<Integer> part = Shard.parse(index + "/" + of, WORDS).part(all);
      assertTrue(part.size() >= size / of && part.size() <= size / of + 1, "part " + index);
      together.addAll(part);
    }
    assertEquals(all, together.stream().sorted().toList());
  }

  @Test
  @DisplayName("one part of one is all")
  void whole() {
    assertEquals(List.of(1, 2, 3), Shard.WHOLE.part(List.of(1, 2, 3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "0/2", "3/2", "-1/2", "1/0", "a/b", "1/2/3", "99999999999/99999999999"})
  @DisplayName("what is no part of a number of parts is refused")
  void refused(String text) {
    assertThrows(UsageException.class, () -> Shard.parse(text, WORDS));
  }
}
