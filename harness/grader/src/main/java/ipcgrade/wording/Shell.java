package ipcgrade.wording;

import java.util.List;
import java.util.stream.Collectors;

/** Commands as one types them into a shell, POSIX.1-2024, Shell Command Language, 2.2 Quoting. */
public final class Shell {
  private Shell() {}

  /** A command of these words. */
  public static String command(List<String> words) {
    return words.stream().map(Shell::word).collect(Collectors.joining(" "));
  }

  private static String word(String word) {
    return word.matches("[\\w./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
