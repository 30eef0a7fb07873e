package ipcgrade.grade;

import ipcgrade.score.Result.Student;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Moodle names what "Download all submissions" gives: {@code Name Surname_12345_assignsubmission_file_}, a directory
 * or in front of the name of a file (mod/assign/locallib.php, download_submissions).
 *
 * @param participant the name and the number, by which it is told apart
 * @param plugin what kind of submission it is: {@code file}, {@code onlinetext}
 * @param file the name of the file as it was handed in; empty of a directory
 */
record Moodle(String participant, String name, String id, String plugin, String file) {
  private static final Pattern FORM =
      Pattern.compile("(?<name>.+)_(?<id>\\d+)_assignsubmission_(?<plugin>[a-z]+)(_(?<file>.*))?");

  /** What a name says; empty if it is none of Moodle's. */
  static Optional<Moodle> of(Path path) {
    Matcher matcher = FORM.matcher(String.valueOf(path.getFileName()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group("name");
    String id = matcher.group("id");
    String file = matcher.group("file");
    return Optional
        .of(new Moodle(name + "_" + id, name, id, matcher.group("plugin"), file == null ? "" : file));
  }

  /** Whether it is a file that was handed in, not text that was typed in. */
  boolean isFile() {
    return plugin.equals("file");
  }

  Student student() {
    return new Student(id, name, "");
  }
}
