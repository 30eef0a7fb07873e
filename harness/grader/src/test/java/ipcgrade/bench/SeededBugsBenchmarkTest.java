package ipcgrade.bench;

import static ipcgrade.bench.FirstBugs.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ipcgrade.bench.FirstBugs.Way;
import ipcgrade.explore.Portfolio;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Assessment;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many schedules each strategy takes until it shows each seeded bug; the portfolio has to show those of submissions
 * whatever the master seed. All of it takes an hour on one processor. {@code -Dseeded.only=racy-.*} takes some programs
 * only, {@code -Dseeded.with=PORTFOLIO|SURW} some strategies: their cells of docs/schedules-to-first-bug.md are replaced.
 * With {@code -Dseeded.seeds=3} instead of 20 the table is left in target/.
 */
@Tag("benchmark")
@DisplayName("Seeded bugs")
class SeededBugsBenchmarkTest {
  private static final int ENOUGH = 20;
  private static final int SEEDS = Integer.getInteger("seeded.seeds", ENOUGH);
  private static final String ONLY = System.getProperty("seeded.only", ".*");
  private static final String WITH = System.getProperty("seeded.with", ".*");

  /** Of a strategy that grading does not use by itself. */
  private static final int OTHER_SEEDS = 5;

  private static final int MOST = 100;

  /** A strategy that shows a program's bug for none of so many seeds is not tried with more. */
  private static final int HOPELESS = 3;

  private static final long SEEDS_APART = 10_000;

  @Test
  @DisplayName("are shown by the portfolio within a hundred schedules, whatever the seed")
  void schedulesToFirstBug(@TempDir Path directory) throws Exception {
    FirstBugs table =
        new FirstBugs(Path.of(SEEDS == ENOUGH ? "../../docs" : "target", "schedules-to-first-bug.md"));
    List<SeededBug> all = SeededBug.all();
    List<SeededBug> chosen = all.stream().filter(each -> each.name().matches(ONLY)).toList();
    assertFalse(chosen.isEmpty(), "no program is called " + ONLY);
    List<String> missed = new ArrayList<>();
    for (SeededBug seeded : chosen) {
      try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
        SeededBug.Built built =
            seeded.build(sandbox, Files.createDirectory(directory.resolve(seeded.name())));
        for (Way way : Way.values()) {
          if (way.name().matches(WITH)) {
            int[] counts = counts(built, sandbox, way);
            table.put(seeded, way, counts, all);
            if (way == Way.PORTFOLIO && seeded.isSubmission()
                && Arrays.stream(counts).anyMatch(each -> each == NEVER)) {
              missed.add(seeded.name());
            }
          }
        }
      }
    }
    assertEquals(List.of(), missed);
  }

  private static int[] counts(SeededBug.Built built, LocalSandbox sandbox, Way way) throws Exception {
    int seeds =
        switch (way) {
          case PORTFOLIO -> SEEDS;
          case RANDOM, PCT_2, PCT_3, SURW -> Math.min(SEEDS, OTHER_SEEDS);
          case NATURAL -> 1;
        };
    int[] counts = new int[seeds];
    Arrays.fill(counts, NEVER);
    for (int seed = 0; seed < seeds; seed++) {
      if (seed >= HOPELESS && Arrays.stream(counts).allMatch(each -> each == NEVER)) {
        break;
      }
      counts[seed] = count(built, sandbox, way, seed);
    }
    return counts;
  }

  /** How many schedules it took, or {@link FirstBugs#NEVER}. */
  private static int count(SeededBug.Built built, LocalSandbox sandbox, Way way, int seed) throws Exception {
    Trace first = built.run(sandbox, Portfolio.first(seed));
    Assessment read = built.seeded().scorer().assess(List.of(first));
    Portfolio portfolio = new Portfolio(seed, first, read.players(0));
    int steps = Math.max(1, first.decisions().size());
    for (int run = 0; run < MOST; run++) {
      long each = seed * SEEDS_APART + run + 1;
      Schedule schedule =
          switch (way) {
            case PORTFOLIO -> portfolio.timely(run);
            case RANDOM -> new Schedule(new Strategy.Random(), each);
            case PCT_2 -> new Schedule(new Strategy.Pct(2, steps), each);
            case PCT_3 -> new Schedule(new Strategy.Pct(3, steps), each);
            case SURW -> new Schedule(new Strategy.Surw(Portfolio.calls(first)), each);
            case NATURAL -> new Schedule(new Strategy.Natural(), each);
          };
      if (built.foundBy(sandbox, schedule)) {
        return run + 1;
      }
    }
    return NEVER;
  }
}
