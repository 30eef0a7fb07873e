package ipcgrade.grade;

import ipcgrade.grade.Submissions.Entry;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.archive.Download;
import ipcgrade.sandbox.local.Sources;
import ipcgrade.sandbox.local.WorkDirectory;
import ipcgrade.score.Result.Student;
import ipcgrade.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a class handed in, in the layouts in which it is downloaded: Moodle's and Gradescope's, whole as an archive or
 * unpacked, or directories, archives and checkouts as {@link Submissions} finds them. Closing it removes what had to be
 * unpacked or put together.
 */
public final class HandedIn implements AutoCloseable {
  private final Consumer<Path> skipped;
  private final List<Entry> entries = new ArrayList<>();
  private @Nullable WorkDirectory work;

  private HandedIn(Consumer<Path> skipped) {
    this.skipped = skipped;
  }

  /**
   * The submissions in some places.
   *
   * @param skipped told of files that are no submissions
   * @throws SpecException if what a download says of itself cannot be read
   * @throws SandboxException if nothing can be unpacked here
   */
  public static HandedIn in(List<Path> places, Consumer<Path> skipped)
      throws IOException, SpecException, SandboxException, InterruptedException {
    HandedIn handedIn = new HandedIn(skipped);
    boolean sound = false;
    try {
      List<Path> plain = new ArrayList<>();
      for (Path place : places) {
        if (!handedIn.isDownload(handedIn.opened(place))) {
          plain.add(place);
        }
      }
      if (!plain.isEmpty()) {
        handedIn.entries.addAll(Submissions.in(plain, skipped));
      }
      handedIn.requireNames();
      sound = true;
      return handedIn;
    } finally {
      if (!sound) {
        handedIn.close();
      }
    }
  }

  /** The submissions, by name. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void close() {
    if (work != null) {
      work.close();
    }
  }

  /** What is in a place: of a download that is one archive its content. */
  private Path opened(Path place) throws IOException, SandboxException, InterruptedException {
    if (!Files.isRegularFile(place) || !Download.is(place, HandedIn::isOfDownload)) {
      return place;
    }
    Path inside = work().directory("download");
    Download.unpack(place, inside);
    return inside;
  }

  /** Whether a name in an archive is that of a download; of Moodle's all names are at its top. */
  private static boolean isOfDownload(Path name) {
    return (name.endsWith(Gradescope.METADATA) && name.getNameCount() <= 2)
        || (name.getNameCount() > 0 && Moodle.of(name.getName(0)).isPresent());
  }

  private boolean isDownload(Path place)
      throws IOException, SpecException, SandboxException, InterruptedException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    List<Path> inside = list(place);
    for (Path candidate : inside.size() == 1 ? List.of(place, inside.getFirst()) : List.of(place)) {
      Path metadata = candidate.resolve(Gradescope.METADATA);
      if (Files.isRegularFile(metadata, LinkOption.NOFOLLOW_LINKS)) {
        gradescope(candidate, Gradescope.students(metadata));
        return true;
      }
    }
    if (inside.stream().anyMatch(each -> Moodle.of(each).isPresent())) {
      moodle(inside);
      return true;
    }
    return false;
  }

  private void gradescope(Path place, Map<String, Student> students) throws IOException {
    for (Path each : list(place)) {
      String name = String.valueOf(each.getFileName());
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        entries.add(new Entry(name, absolute(each), Optional.ofNullable(students.get(name))));
      } else if (!name.equals(Gradescope.METADATA)) {
        skipped.accept(each);
      }
    }
  }

  private void moodle(List<Path> inside) throws IOException, SandboxException, InterruptedException {
    Map<String, Map<Path, Moodle>> participants = new LinkedHashMap<>();
    for (Path each : inside) {
      Optional<Moodle> said = Moodle.of(each).filter(Moodle::isFile);
      if (said.isPresent()) {
        participants.computeIfAbsent(said.get().participant(), _ -> new LinkedHashMap<>()).put(each,
            said.get());
      } else {
        skipped.accept(each);
      }
    }
    for (Map.Entry<String, Map<Path, Moodle>> each : participants.entrySet()) {
      Map<Path, Moodle> files = each.getValue();
      Path only = files.keySet().iterator().next();
      boolean whole = files.size() == 1 && Files.isDirectory(only, LinkOption.NOFOLLOW_LINKS);
      Optional<Student> student = Optional.of(files.values().iterator().next().student());
      entries.add(new Entry(each.getKey(), absolute(whole ? only : together(files)), student));
    }
  }

  /** The files of a participant, which lie among those of the others, in a directory under their own names. */
  private Path together(Map<Path, Moodle> files) throws IOException, SandboxException, InterruptedException {
    Path directory = work().directory("participant");
    for (Map.Entry<Path, Moodle> file : files.entrySet()) {
      Path path = file.getKey();
      String name = file.getValue().file();
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !name.isEmpty()) {
        Files.copy(path, directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
      } else {
        skipped.accept(path);
      }
    }
    return directory;
  }

  /** Two places may call two submissions the same: then their directories tell them apart. */
  private void requireNames() {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    entries.stream().map(Entry::name).filter(name -> !seen.add(name)).forEach(twice::add);
    entries.replaceAll(
        entry -> {
          Path parent = entry.path().getParent();
          return twice.contains(entry.name()) && parent != null
              ? new Entry(parent.getFileName() + "/" + entry.name(), entry.path(), entry.student())
              : entry;
        });
    entries.sort(Comparator.comparing(Entry::name));
  }

  private WorkDirectory work() throws SandboxException, InterruptedException {
    WorkDirectory known = work;
    if (known == null) {
      known = WorkDirectory.open();
      work = known;
    }
    return known;
  }

  private static List<Path> list(Path place) throws IOException {
    try (Stream<Path> inside = Files.list(place)) {
      return inside.filter(each -> !Sources.isNoise(each.getFileName())).sorted().toList();
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
