package ipcgrade.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A submission on its way into a sandbox. Symbolic links, devices, FIFOs and sockets stay behind: they
 * could stand for files that the submission's author cannot see.
 */
public final class Submission {
  private Submission() {}

  /**
   * Copies a submission's {@link #tree}.
   *
   * @param target does not exist yet
   * @throws Tree.Unfit if it is larger than any submission
   */
  static void copy(Path submission, Path target) throws IOException {
    tree(submission).copyTo(target);
  }

  /**
   * What of a directory, or a single file, comes into a sandbox. Where a directory holds nothing but one
   * directory, as unpacked archives do, that one is the submission.
   *
   * @throws Tree.Unfit if it is larger than any submission
   */
  public static Tree tree(Path submission) throws IOException {
    Path real = submission.toRealPath();
    return Files.isDirectory(real) ? innermost(Tree.of(real)) : Tree.ofFile(real);
  }

  private static Tree innermost(Tree tree) throws IOException {
    Tree inner = tree;
    while (true) {
      List<Path> top =
          inner.directories().stream().filter(d -> d.getNameCount() == 1).filter(d -> !Sources.isNoise(d))
              .toList();
      boolean noFiles =
          inner.files().keySet().stream().allMatch(f -> f.getNameCount() > 1 || Sources.isNoise(f));
      if (!noFiles || top.size() != 1) {
        return inner;
      }
      inner = Tree.of(inner.root().resolve(top.getFirst()));
    }
  }
}
