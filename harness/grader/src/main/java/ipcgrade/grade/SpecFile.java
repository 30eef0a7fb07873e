package ipcgrade.grade;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the grading.yml that a submission is graded by. */
public final class SpecFile {
  private static final String NAME = "grading.yml";

  private SpecFile() {}

  /** The grading.yml in {@code start} or in the nearest directory above it, else in {@code home}. */
  public static Optional<Path> find(Path start, Optional<Path> home) {
    for (Path above = start.toAbsolutePath().normalize(); above != null; above = above.getParent()) {
      Path file = above.resolve(NAME);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return home.map(top -> top.resolve(NAME)).filter(Files::isRegularFile);
  }
}
