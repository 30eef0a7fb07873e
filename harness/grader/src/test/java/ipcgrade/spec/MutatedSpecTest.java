package ipcgrade.spec;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a typing error makes of a grading.yml, the answer is sentences that point into it. */
class MutatedSpecTest {
  private static final long SEED = 20261121;
  private static final String CHARACTERS = " \t:#-[]{}&*!|>'\"%@`,?0a\n\\~\u00e8";

  @Test
  void aMutatedFileIsLoadedOrRefusedWithAPlace() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("../../grading.yml"));
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      String mutant = mutant(lines, random);
      try {
        SpecLoader.load(mutant, SpecLoaderTest.FILE);
      } catch (SpecException e) {
        refused++;
        for (SpecException.Problem problem : e.problems()) {
          assertStandsIn(mutant, problem);
        }
      } catch (RuntimeException e) {
        throw new AssertionError("this mutant was not refused in a sentence:\n" + mutant, e);
      }
    }
    assertTrue(refused > 100, "only " + refused + " mutants were refused");
  }

  private static String mutant(List<String> lines, Random random) {
    List<String> mutant = new ArrayList<>(lines);
    for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
      int at = random.nextInt(mutant.size());
      String line = mutant.get(at);
      int column = random.nextInt(line.length() + 1);
      char character = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      switch (random.nextInt(5)) {
        case 0 -> mutant.remove(at);
        case 1 -> mutant.add(at, mutant.get(random.nextInt(mutant.size())));
        case 2 -> mutant.set(at, line.substring(0, column));
        case 3 -> mutant.set(at, line.substring(column));
        default -> mutant.set(at, line.substring(0, column) + character + line.substring(column));
      }
    }
    return String.join("\n", mutant) + "\n";
  }

  private static void assertStandsIn(String text, SpecException.Problem problem) {
    List<String> lines = text.lines().toList();
    Spec.Position position = problem.position();
    assertFalse(problem.sentence().contains("\n"), problem.sentence());
    assertTrue(
        position.line() >= 1 && position.line() <= lines.size() + 1,
        () -> "line outside of the file: " + problem);
    String line = position.line() > lines.size() ? "" : lines.get(position.line() - 1);
    assertTrue(
        position.column() >= 1 && position.column() <= line.codePointCount(0, line.length()) + 1,
        () -> "column outside of the line: " + problem);
  }
}
