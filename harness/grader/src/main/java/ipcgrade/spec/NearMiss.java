package ipcgrade.spec;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the names that exist was meant by one that does not. */
public final class NearMiss {
  private NearMiss() {}

  /** The name closest to {@code wrong} by edit distance, if a third of it at most is wrong. */
  public static Optional<String> of(String wrong, Collection<String> names) {
    int best = Math.max(1, wrong.length() / 3) + 1;
    Optional<String> nearest = Optional.empty();
    for (String name : names) {
      int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), best);
      if (distance < best) {
        best = distance;
        nearest = Optional.of(name);
      }
    }
    return nearest;
  }

  /** "; did you mean 'server'?", or what there is: "; the roles are client and server". */
  public static String hint(String wrong, Collection<String> names, String plural) {
    return of(wrong, names)
        .map(name -> "; did you mean '" + name + "'?")
        .orElseGet(() -> names.isEmpty() ? "" : "; the " + plural + " are " + list(names));
  }

  /** "parent, server and client". */
  static String list(Collection<String> names) {
    List<String> all = List.copyOf(names);
    return all.size() < 2
        ? String.join("", all)
        : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
  }

  /** Levenshtein's distance, or some number from {@code bound} on if it is not below. */
  private static int distance(String a, String b, int bound) {
    if (Math.abs(a.length() - b.length()) >= bound) {
      return bound;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
