package ipcgrade.report.console;

import ipcgrade.wording.Words;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a build failed, which results say in English, in the language of the report. */
final class Reasons {
  private static final Map<Pattern, String> KNOWN =
      Map.of(
          Pattern.compile("The compiler reports an error\\."), "reason.compiler",
          Pattern.compile("(\".*\") fails with status (\\d+)\\."), "reason.command",
          Pattern.compile("There is no C or C\\+\\+ source, no Makefile and no program .*"), "reason.nothing",
          Pattern.compile("The build makes no program; .*"), "reason.no-program",
          Pattern.compile("There are several programs: (.*); make only one, .*"), "reason.programs",
          Pattern.compile("Several files have a main function: (.*); hand in .*"), "reason.mains",
          Pattern.compile("The file (.*) is not executable\\."), "reason.not-executable");

  private Reasons() {}

  /** The same line in the reader's language, or as it is if it is not known. */
  static String in(Words words, String line) {
    for (Map.Entry<Pattern, String> known : KNOWN.entrySet()) {
      Matcher matcher = known.getKey().matcher(line);
      if (matcher.matches()) {
        Object[] groups = new Object[matcher.groupCount()];
        for (int group = 0; group < groups.length; group++) {
          groups[group] = matcher.group(group + 1);
        }
        return words.get(known.getValue(), groups);
      }
    }
    return line;
  }
}
