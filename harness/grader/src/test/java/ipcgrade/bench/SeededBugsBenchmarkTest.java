package ipcgrade.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often each strategy shows each seeded bug. {@code -Dseeded.runs=1000} makes more runs of each,
 * {@code -Dseeded.only=racy-.*} takes some only. The table is left in target/seeded-bugs.txt.
 */
@Tag("benchmark")
@DisplayName("Seeded bugs")
class SeededBugsBenchmarkTest {
  private static final int RUNS = Integer.getInteger("seeded.runs", 100);
  private static final Pattern ONLY = Pattern.compile(System.getProperty("seeded.only", ".*"));

  private static final int DEEPEST = 3;

  @Test
  @DisplayName("and how many runs of each strategy show them")
  void shares(@TempDir Path directory) throws Exception {
    List<String> table = new ArrayList<>();
    table.add(row("of " + RUNS + " runs", "depth", "steps", "fair", strategies(1).keySet().toArray()));
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      for (SeededBug seeded : SeededBug.all()) {
        if (!ONLY.matcher(seeded.name()).matches()) {
          continue;
        }
        SeededBug.Built built =
            seeded.build(sandbox, Files.createDirectory(directory.resolve(seeded.name())));
        Schedule fair = new Schedule(new Strategy.Fair(), 1);
        int steps = built.run(sandbox, fair).decisions().size();
        List<Integer> found = new ArrayList<>();
        for (Strategy strategy : strategies(steps).values()) {
          int hits = 0;
          for (int seed = 1; seed <= RUNS; seed++) {
            hits += built.foundBy(sandbox, new Schedule(strategy, seed)) ? 1 : 0;
          }
          found.add(hits);
        }
        table.add(
            row(
                seeded.name(),
                depth(seeded),
                String.valueOf(steps),
                built.foundBy(sandbox, fair) ? "yes" : "",
                found.toArray()));
        Files.write(Path.of("target/seeded-bugs.txt"), table);
      }
    }
    assertFalse(table.size() == 1, "no program is called " + ONLY);
  }

  /**
   * By name.
   *
   * @param steps how many decisions a run takes
   */
  private static Map<String, Strategy> strategies(int steps) {
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    strategies.put("random", new Strategy.Random());
    for (int depth = 1; depth <= DEEPEST; depth++) {
      strategies.put("pct " + depth, new Strategy.Pct(depth, steps));
    }
    return strategies;
  }

  private static String depth(SeededBug seeded) {
    return seeded.bug().depth() == 0 ? "?" : String.valueOf(seeded.bug().depth());
  }

  private static String row(String name, String depth, String steps, String fair, Object... found) {
    StringBuilder row = new StringBuilder(String.format("%-40s %5s %5s %5s", name, depth, steps, fair));
    for (Object each : found) {
      row.append(String.format(Locale.ROOT, " %7s", each));
    }
    return row.toString();
  }
}
