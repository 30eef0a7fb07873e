package ipcgrade.report.telling;

import ipcgrade.wording.Words;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a build failed, which results say in English, in the language of the report. */
public final class Reasons {
  private static final Map<Pattern, String> KNOWN =
      Map.ofEntries(
          Map.entry(Pattern.compile("The compiler reports an error\\."), "reason.compiler"),
          Map.entry(Pattern.compile("(\".*\") fails with status (\\d+)\\."), "reason.command"),
          Map.entry(Pattern.compile("There is no C or C\\+\\+ source, no Makefile and no program .*"),
              "reason.nothing"),
          Map.entry(Pattern.compile("The build makes no program; .*"), "reason.no-program"),
          Map.entry(Pattern.compile("There are several programs: (.*); make only one, .*"),
              "reason.programs"),
          Map.entry(Pattern.compile("Several files have a main function: (.*); hand in .*"), "reason.mains"),
          Map.entry(Pattern.compile("The file (.*) is not executable\\."), "reason.not-executable"),
          Map.entry(Pattern.compile("The archive (.*) holds (.*), a name that leads out of it\\."),
              "reason.archive.outside"),
          Map.entry(Pattern.compile("The archive (.*) holds (.*), a name that no file can have\\."),
              "reason.archive.name"),
          Map.entry(Pattern.compile("The archive (.*) holds (.*) both as a file and as a directory\\."),
              "reason.archive.clash"),
          Map.entry(Pattern.compile("The archive (.*) is larger than (\\d+) MiB when unpacked, at (.*)\\."),
              "reason.archive.large"),
          Map.entry(
              Pattern.compile("The archive (.*) grows more than (\\d+) times when unpacked, at (.*)\\."),
              "reason.archive.bomb"),
          Map.entry(Pattern.compile("The archive (.*) has more than (\\d+) files, at (.*)\\."),
              "reason.archive.files"),
          Map.entry(Pattern.compile("The archive (.*) has more entries than a submission\\."),
              "reason.archive.entries"),
          Map.entry(Pattern.compile("The archive (.*) has a header that is longer than any name\\."),
              "reason.archive.header"),
          Map.entry(Pattern.compile("The archive (.*) holds no files\\."), "reason.archive.empty"),
          Map.entry(Pattern.compile("The archive (.*) is encrypted\\."), "reason.archive.encrypted"),
          Map.entry(Pattern.compile("The archive (.*) is damaged\\."), "reason.archive.damaged"),
          Map.entry(Pattern.compile("The archive (.*) is damaged, at (.*)\\."), "reason.archive.damaged-at"),
          Map.entry(Pattern.compile("The archive (.*) is of a kind that cannot be unpacked; .*"),
              "reason.archive.unknown"));

  private Reasons() {}

  /** The same line in the reader's language, or as it is if it is not known. */
  public static String in(Words words, String line) {
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
