package ipcgrade.cli;

import ipcgrade.grade.Submissions.Entry;
import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which submissions of a class the user means. */
final class Chosen {
  private Chosen() {}

  /**
   * Those with a certain name, or student's number, name or address; or with a name that a regular expression matches.
   *
   * @param wanted any of these
   */
  static List<Entry> only(List<Entry> entries, List<String> wanted, Words words) throws UsageException {
    Predicate<Entry> any = _ -> false;
    for (String each : wanted) {
      Predicate<Entry> one = named(each);
      try {
        Pattern pattern = Pattern.compile(each);
        one = one.or(entry -> pattern.matcher(entry.name()).matches());
      } catch (PatternSyntaxException _) {
        // then it is a name and no more
      }
      if (entries.stream().noneMatch(one)) {
        throw new UsageException(words.get("error.only", each));
      }
      any = any.or(one);
    }
    return entries.stream().filter(any).toList();
  }

  private static Predicate<Entry> named(String name) {
    return entry -> entry.name().equals(name)
        || entry.student()
            .filter(
                student -> List.of(student.id(), student.name(), student.email()).stream()
                    .anyMatch(each -> each.equalsIgnoreCase(name)))
            .isPresent();
  }

  /** The submissions of a result that bear a name. */
  static List<Result.Submission> named(Result result, String name, Words words) throws UsageException {
    known(name, result.submissions().stream().map(Result.Submission::name).toList(), words);
    return result.submissions().stream().filter(each -> each.name().equals(name)).toList();
  }

  /** Refuses a name that no submission bears. */
  static void known(String name, List<String> names, Words words) throws UsageException {
    if (!names.contains(name)) {
      throw new UsageException(words.get("report.no-submission", name, words.list(names)));
    }
  }

  /** Those of which something was changed at a time or later. */
  static List<Entry> since(List<Entry> entries, Instant time) throws IOException {
    List<Entry> changed = new ArrayList<>();
    for (Entry entry : entries) {
      if (!newest(entry.path()).isBefore(time)) {
        changed.add(entry);
      }
    }
    return changed;
  }

  /** A date or a time, such as 2026-11-20, 2026-11-20T18:00 or with a zone 2026-11-20T18:00Z; else where we are. */
  static Instant time(String text, Words words) throws UsageException {
    ZoneId here = ZoneId.systemDefault();
    try {
      return LocalDate.parse(text).atStartOfDay(here).toInstant();
    } catch (DateTimeException _) {
      // a time, then
    }
    try {
      return LocalDateTime.parse(text).atZone(here).toInstant();
    } catch (DateTimeException _) {
      // one with a zone, then
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw new UsageException(words.get("error.since", text));
    }
  }

  private static Instant newest(Path place) throws IOException {
    Instant[] newest = {Instant.MIN};
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Instant time = attributes.lastModifiedTime().toInstant();
            newest[0] = time.isAfter(newest[0]) ? time : newest[0];
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // said when it is graded
          }
        });
    return newest[0];
  }
}
