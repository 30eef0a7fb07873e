package ipcgrade.grade;

import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Sources;
import ipcgrade.score.Result.Student;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the submissions that a user means. */
public final class Submissions {
  /** What students call the directories of one program. */
  private static final Set<String> PARTS =
      Set.of("src", "source", "sources", "sorgenti", "include", "includes", "inc", "header", "headers", "lib",
          "common");

  private Submissions() {}

  /**
   * One submission and what it is called in reports.
   *
   * @param student whose it is, where that is known
   */
  public record Entry(String name, Path path, Optional<Student> student) {
    /** One of nobody in particular. */
    public Entry(String name, Path path) {
      this(name, path, Optional.empty());
    }
  }

  /**
   * The submissions in some places, by name.
   *
   * @see #in(List, Consumer)
   */
  public static List<Entry> in(List<Path> places) throws IOException {
    return in(places, _ -> {});
  }

  /**
   * The submissions in some places, by name. A file, or a directory that directly holds sources, is one
   * submission, and so is one whose sources lie in {@code src}, {@code include} and the like; another
   * directory holds one in each of its subdirectories, archives and programs, hidden ones left out. Where several places are named,
   * a directory without sources in its subdirectories is one submission too.
   *
   * @param skipped told of other files in directories of submissions
   */
  public static List<Entry> in(List<Path> places, Consumer<Path> skipped) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      if (isOne(place)) {
        found.add(place);
        continue;
      }
      List<Path> inside = directories(place);
      List<Path> withSources = inside.stream().filter(Submissions::isOne).toList();
      List<Path> handedIn = files(place, true);
      boolean several = places.size() == 1 || withSources.size() + handedIn.size() > 1;
      boolean laidOut = !withSources.isEmpty() && withSources.stream().allMatch(Submissions::isPart);
      if (several && !laidOut) {
        found.addAll(inside);
        found.addAll(handedIn);
        files(place, false).forEach(skipped);
      } else {
        found.add(place);
      }
    }
    return named(found.stream().map(path -> path.toAbsolutePath().normalize()).distinct().toList());
  }

  /** What a single submission is called: by its file or directory. */
  public static Entry one(Path place) {
    Path absolute = place.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    return new Entry(name == null ? absolute.toString() : name.toString(), absolute);
  }

  private static List<Entry> named(List<Path> paths) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    paths.stream().map(path -> one(path).name()).filter(name -> !seen.add(name)).forEach(twice::add);
    return paths.stream()
        .map(
            path -> {
              Entry entry = one(path);
              Path parent = path.getParent();
              return twice.contains(entry.name()) && parent != null
                  ? new Entry(one(parent).name() + "/" + entry.name(), path)
                  : entry;
            })
        .sorted(Comparator.comparing(Entry::name))
        .toList();
  }

  private static boolean isOne(Path place) {
    if (Files.isRegularFile(place)) {
      return true;
    }
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(Sources::isSource);
    } catch (IOException _) {
      return false; // what cannot be listed is said when it is graded
    }
  }

  private static boolean isPart(Path directory) {
    return PARTS.contains(String.valueOf(directory.getFileName()).toLowerCase(Locale.ROOT));
  }

  /** The files in a directory that each are a submission, or those that are none. */
  private static List<Path> files(Path place, boolean handedIn) throws IOException {
    List<Path> chosen = new ArrayList<>();
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!Sources.isNoise(file.getFileName())
            && (Unpacking.isArchive(file) || Sources.isProgram(file)) == handedIn) {
          chosen.add(file);
        }
      }
    }
    return chosen;
  }

  private static List<Path> directories(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(Files::isDirectory)
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }
}
