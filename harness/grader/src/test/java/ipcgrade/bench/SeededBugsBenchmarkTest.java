package ipcgrade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many schedules each strategy takes until it shows each seeded bug, for 20 seeds; the portfolio has to show those of
 * submissions for each. All of it takes an hour on one processor, and writes docs/schedules-to-first-bug.md. A part,
 * {@code -Dseeded.only=racy-.*} or {@code -Dseeded.seeds=3}, is left in target/schedules-to-first-bug.md.
 */
@Tag("benchmark")
@DisplayName("Seeded bugs")
class SeededBugsBenchmarkTest {
  private static final int SEEDS = Integer.getInteger("seeded.seeds", 20);
  private static final String ALL = ".*";
  private static final String ONLY = System.getProperty("seeded.only", ALL);
  private static final String WITH = System.getProperty("seeded.with", ALL);

  private static final int MOST = 100;

  /** A strategy that shows a bug for none of so many seeds is not tried with more. */
  private static final int HOPELESS = 5;

  private static final long SEEDS_APART = 10_000;
  private static final int NEVER = Integer.MAX_VALUE;

  private enum Way {
    PORTFOLIO,
    RANDOM,
    PCT_2,
    PCT_3,
    SURW,
    NATURAL
  }

  @Test
  @DisplayName("are shown by the portfolio within a hundred schedules, whatever the seed")
  void schedulesToFirstBug(@TempDir Path directory) throws Exception {
    List<String> submissions = new ArrayList<>();
    List<String> programs = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    for (SeededBug seeded : SeededBug.all()) {
      if (!seeded.name().matches(ONLY)) {
        continue;
      }
      Map<Way, int[]> counts = new EnumMap<>(Way.class);
      // a sandbox of its own: none is slower for what ran before
      try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
        SeededBug.Built built =
            seeded.build(sandbox, Files.createDirectory(directory.resolve(seeded.name())));
        for (Way way : Way.values()) {
          if (Pattern.matches(WITH, way.name())) {
            counts.put(way, counts(built, sandbox, way));
          }
        }
      }
      (seeded.isSubmission() ? submissions : programs).add(row(seeded, counts));
      if (seeded.isSubmission() && Arrays.stream(counts.get(Way.PORTFOLIO)).anyMatch(each -> each == NEVER)) {
        missed.add(seeded.name());
      }
      write(submissions, programs);
    }
    assertFalse(submissions.isEmpty() && programs.isEmpty(), "no program is called " + ONLY);
    assertEquals(List.of(), missed);
  }

  /** How many schedules it took for each seed, {@link #NEVER} where it took too many. */
  private static int[] counts(SeededBug.Built built, LocalSandbox sandbox, Way way) throws Exception {
    int seeds = way == Way.NATURAL ? 1 : SEEDS;
    int[] counts = new int[seeds];
    Arrays.fill(counts, NEVER);
    for (int seed = 0; seed < seeds; seed++) {
      boolean hopeless =
          seed >= HOPELESS && Arrays.stream(counts).allMatch(each -> each == NEVER);
      if (!hopeless || way == Way.PORTFOLIO) {
        counts[seed] = count(built, sandbox, way, seed);
      }
    }
    Arrays.sort(counts);
    return counts;
  }

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

  private static void write(List<String> submissions, List<String> programs) throws Exception {
    List<String> lines = new ArrayList<>(head().lines().toList());
    section(lines, "## Submissions", submissions);
    section(lines, "## Programs of fixtures/concurrency, most of them ports from SCTBench", programs);
    boolean whole = SEEDS == 20 && ONLY.equals(ALL) && WITH.equals(ALL);
    Files.write(Path.of(whole ? "../../docs" : "target", "schedules-to-first-bug.md"), lines);
  }

  private static String head() {
    return """
        # Schedules to the first bug

        How many schedules it takes until one shows the seeded bug of each program: the median and the largest number of %d
        seeds, of which each gets at most %d schedules. *of* tells how many seeds showed it where not all did; – stands for none.
        *natural* lets the kernel choose, on one processor, without control; it was tried once, since no seed changes it. The
        portfolio is what grading uses. *depth* is the number of ordering constraints that make the bug happen.

        Written by `./mvnw verify -P benchmark -Dtest=SeededBugsBenchmarkTest`.

        """
        .formatted(SEEDS, MOST);
  }

  private static void section(List<String> lines, String heading, List<String> rows) {
    if (!rows.isEmpty()) {
      lines.addAll(
          List.of(
              heading, "",
              "| program | depth | portfolio | random | PCT 2 | PCT 3 | SURW | natural |",
              "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"));
      lines.addAll(rows);
      lines.add("");
    }
  }

  private static String row(SeededBug seeded, Map<Way, int[]> counts) {
    StringBuilder row = new StringBuilder("| " + seeded.name() + " | ");
    row.append(seeded.bug().depth() == 0 ? "?" : String.valueOf(seeded.bug().depth())).append(" |");
    for (Way way : Way.values()) {
      row.append(' ').append(counts.containsKey(way) ? cell(counts.get(way)) : "").append(" |");
    }
    return row.toString();
  }

  /** Of sorted counts. */
  private static String cell(int[] counts) {
    int found = (int) Arrays.stream(counts).filter(each -> each != NEVER).count();
    if (found == 0) {
      return "–";
    }
    if (counts.length == 1) {
      return String.valueOf(counts[0]);
    }
    int median = counts[(counts.length - 1) / 2];
    String middle = median == NEVER ? ">" + MOST : String.valueOf(median);
    return found == counts.length
        ? middle + ", " + counts[counts.length - 1]
        : middle + ", of " + found;
  }
}
