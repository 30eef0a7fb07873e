package ipcgrade.cli;

import ipcgrade.grade.SpecFile;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecLoader;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A grading.yml, loaded, its claims compiled. */
record Assignment(Path file, Spec spec, Scorer scorer) {
  /** As grading.schema.json has it. */
  private static final long MOST_SEED = 1_000_000_000;

  /**
   * The file that the user named, or the nearest.
   *
   * @param named by {@code --spec}
   * @param start where to look for one otherwise
   */
  static Assignment load(@Nullable Path named, Path start, Words words)
      throws UsageException, SpecException, IOException {
    if (named != null) {
      return load(named);
    }
    Optional<Path> found = SpecFile.find(start, home());
    if (found.isEmpty()) {
      throw new UsageException(words.get("error.no-spec", start));
    }
    return load(found.get());
  }

  /**
   * The same under the schedules of another seed.
   *
   * @param seed null for the one of grading.yml
   */
  Assignment seeded(@Nullable Long seed, Words words) throws UsageException {
    if (seed == null) {
      return this;
    }
    if (seed < 0 || seed > MOST_SEED) {
      throw new UsageException(words.get("error.seed", Long.toString(seed), Long.toString(MOST_SEED)));
    }
    return new Assignment(file, spec.withSeed(seed), scorer);
  }

  static Assignment load(Path file) throws SpecException, IOException {
    Spec spec = SpecLoader.load(file);
    return new Assignment(file, spec, Scorer.of(spec, file));
  }

  private static Optional<Path> home() {
    try {
      return Optional.of(Home.find().top());
    } catch (SandboxException _) {
      return Optional.empty();
    }
  }
}
