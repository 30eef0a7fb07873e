package ipcgrade.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of how many schedules each strategy takes until it shows each seeded bug, in Markdown. What is measured anew
 * replaces what stood there, cell by cell, so that it need not be measured all at once.
 */
final class FirstBugs {
  /** As the heads of the columns have them. */
  enum Way {
    PORTFOLIO("portfolio"),
    RANDOM("random"),
    PCT_2("PCT 2"),
    PCT_3("PCT 3"),
    SURW("SURW"),
    NATURAL("natural");

    final String head;

    Way(String head) {
      this.head = head;
    }
  }

  static final int NEVER = Integer.MAX_VALUE;

  private static final String TEXT =
      """
      # Schedules to the first bug

      How many schedules it takes until one shows the seeded bug of each program. The portfolio is what grading uses; it was tried
      with 20 master seeds, the other strategies with 5 seeds each, and every seed got at most 100 schedules: *3, 17* is the median
      and the largest number; *12 (4 of 5)* that only four found it, *–* that none did. *natural* lets the kernel choose, on
      one processor, without control; no seed changes it, so it was tried once. *depth* is the number of ordering constraints
      that make the bug happen. An empty cell has not been measured yet.

      Written by `./mvnw verify -P benchmark -pl harness/grader -am -Dtest=SeededBugsBenchmarkTest`.
      """;

  private static final List<String> SECTIONS =
      List.of("Submissions", "Programs of fixtures/concurrency, most of them ports of SCTBench");

  private final Path file;
  private final Map<String, Map<Way, String>> cells = new LinkedHashMap<>();

  /** The table in a file, if there is one already. */
  FirstBugs(Path file) throws IOException {
    this.file = file;
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      String[] columns = line.split("\\|", -1);
      if (columns.length == 4 + Way.values().length && !line.startsWith("| program")
          && !line.startsWith("| ---")) {
        Map<Way, String> row = row(columns[1].strip());
        Iterator<String> texts = Arrays.stream(columns, 3, columns.length - 1).iterator();
        for (Way way : Way.values()) {
          row.put(way, texts.next().strip());
        }
      }
    }
  }

  /**
   * Writes down what one strategy took.
   *
   * @param counts for each seed; {@link #NEVER} where it took too many
   * @param all the programs, in the order in which they are listed
   */
  void put(SeededBug seeded, Way way, int[] counts, List<SeededBug> all) throws IOException {
    row(seeded.name()).put(way, cell(counts));
    List<String> lines = new ArrayList<>(TEXT.lines().toList());
    for (String section : SECTIONS) {
      boolean submissions = section.equals(SECTIONS.getFirst());
      lines.addAll(List.of("", "## " + section, ""));
      StringBuilder head = new StringBuilder("| program | depth |");
      Arrays.stream(Way.values()).forEach(each -> head.append(' ').append(each.head).append(" |"));
      lines.add(head.toString());
      lines.add("| --- |" + " ---: |".repeat(1 + Way.values().length));
      all.stream()
          .filter(each -> each.isSubmission() == submissions && cells.containsKey(each.name()))
          .forEach(each -> lines.add(line(each)));
    }
    Files.write(file, lines);
  }

  private String line(SeededBug seeded) {
    StringBuilder line = new StringBuilder("| " + seeded.name() + " | ");
    line.append(seeded.bug().depth() == 0 ? "?" : String.valueOf(seeded.bug().depth())).append(" |");
    for (Way way : Way.values()) {
      line.append(' ').append(row(seeded.name()).getOrDefault(way, "")).append(" |");
    }
    return line.toString();
  }

  private Map<Way, String> row(String program) {
    return cells.computeIfAbsent(program, _ -> new EnumMap<>(Way.class));
  }

  private static String cell(int[] counts) {
    int[] found = Arrays.stream(counts).filter(each -> each != NEVER).sorted().toArray();
    if (found.length == 0) {
      return "–";
    }
    int median = found[(found.length - 1) / 2];
    if (found.length < counts.length) {
      return median + " (" + found.length + " of " + counts.length + ")";
    }
    return counts.length == 1 ? String.valueOf(median) : median + ", " + found[found.length - 1];
  }
}
