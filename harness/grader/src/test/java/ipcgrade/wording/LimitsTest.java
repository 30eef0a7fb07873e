package ipcgrade.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ipcgrade.spec.Spec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A limit that was exceeded")
class LimitsTest {
  /** The limits that can end a run or a build: those of grading.yml but the one at which the kernel refuses. */
  static Set<String> named() {
    try (InputStream schema = Spec.class.getResourceAsStream("grading.schema.json")) {
      Set<String> names =
          new TreeSet<>(
              JsonMapper.shared().readTree(schema).at("/$defs/limits/properties").propertyNames());
      names.remove("open-files");
      names.addAll(List.of("build-disk", "build-memory"));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("named")
  @DisplayName("has a sentence of its own in both languages, with its name and value")
  void sentences(String limit) {
    String text = Limits.text(limit, 3 << 20);
    String english = Limits.sentences(Words.in("en"), text).getFirst();
    String italian = Limits.sentences(Words.in("it"), text).getFirst();
    assertNotEquals(text, english);
    assertNotEquals(english, italian);
    for (String sentence : List.of(english, italian)) {
      assertEquals(true, sentence.contains(Limits.value(limit, 3 << 20)), sentence);
      assertEquals(limit.startsWith("build-"), !sentence.contains(limit + ": "), sentence);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wall, 10000, wall: 10 s", "cpu, 1500, cpu: 1500 ms", "memory, 536870912, memory: 512 MiB",
    "output, 1536, output: 1536 B", "file-size, 2048, file-size: 2 KiB",
    "disk, 2199023255552, disk: 2048 GiB",
    "processes, 64, processes: 64", "build-disk, 0, build-disk: 0 B"
  })
  @DisplayName("is named with its value, in the largest unit that holds it exactly")
  void values(String limit, long value, String text) {
    assertEquals(text, Limits.text(limit, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nice: 5 s", "wall: 10 s and 30/30 points", "wall 10", "wall: ten"})
  @DisplayName("is told from any other text, which stays as it is")
  void other(String text) {
    assertEquals(List.of(text), Limits.sentences(Words.in("it"), text));
  }

  @Test
  @DisplayName("is one of several")
  void several() {
    assertEquals(
        List.of(
            "The program ran longer than wall: 10 s.",
            "The program had more message queues at once than queues: 64."),
        Limits.sentences(Words.in("en"), "wall: 10 s; queues: 64"));
  }
}
