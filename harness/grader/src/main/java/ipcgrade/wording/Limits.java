package ipcgrade.wording;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Limits that were exceeded, as results and reports name them. */
public final class Limits {
  private static final Set<String> TIMES = Set.of("build", "wall", "virtual-time", "cpu");
  private static final Set<String> SIZES =
      Set.of("build-disk", "build-memory", "memory", "file-size", "disk", "output", "payload");
  private static final Set<String> NUMBERS =
      Set.of("processes", "queues", "semaphores", "shared-memory", "events");
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB");
  private static final Pattern NAMED = Pattern.compile("([a-z-]+): (\\d+(?: [A-Za-z]+)?)");

  private Limits() {}

  /** A limit and its value as results have it: {@code wall: 10 s}, {@code memory: 512 MiB}. */
  public static String text(String name, long value) {
    return name + ": " + value(name, value);
  }

  /**
   * The value of a limit with its unit: {@code 10 s}, {@code 512 MiB}, {@code 64}.
   *
   * @param value milliseconds, bytes or a number, as the limit has it
   */
  public static String value(String name, long value) {
    if (TIMES.contains(name)) {
      return value % 1000 == 0 ? value / 1000 + " s" : value + " ms";
    }
    if (!SIZES.contains(name)) {
      return Long.toString(value);
    }
    int unit = 0;
    long number = value;
    while (number > 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
      number /= 1024;
      unit++;
    }
    return number + " " + UNITS.get(unit);
  }

  /** A sentence about each limit of a result's {@code limit: value; limit: value}; what is else as it is. */
  public static List<String> sentences(Words words, String message) {
    return Stream.of(message.split("; ", -1)).map(part -> sentence(words, part)).toList();
  }

  private static String sentence(Words words, String text) {
    Matcher limit = NAMED.matcher(text);
    return limit.matches() && isKnown(limit.group(1))
        ? words.get("limit." + limit.group(1), limit.group(2))
        : text;
  }

  private static boolean isKnown(String name) {
    return Stream.of(TIMES, SIZES, NUMBERS).anyMatch(names -> names.contains(name));
  }
}
