package ipcgrade.report.html;

import ipcgrade.sandbox.local.Submission;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a submission, to show some of their lines. They are read as bytes that mean no harm to the one
 * who reads them: no link is followed, and what is not there, too large or no text is not shown.
 */
public final class SourceFiles {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_WIDTH = 240;
  private static final String TAB = "    ";
  private static final OpenOption[] NO_LINKS = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};

  private final Path root;
  private final Map<String, List<String>> files = new HashMap<>();

  private SourceFiles(Path root) {
    this.root = root;
  }

  /** The sources in a directory; what evidence calls its file is relative to it. */
  public static SourceFiles in(Path root) {
    return new SourceFiles(root);
  }

  /** The sources of what is handed in as a directory, wherever in it they lie, or as a file. */
  public static SourceFiles of(Path submission) {
    try {
      return new SourceFiles(Submission.tree(submission).root());
    } catch (IOException _) {
      return new SourceFiles(submission); // too large, or nobody may read it: then nothing of it is shown
    }
  }

  /**
   * Some lines of a file, each made printable.
   *
   * @param file relative to the submission
   * @param first from 1
   * @param last included; the file may end before
   */
  List<String> lines(String file, int first, int last) {
    List<String> lines = files.computeIfAbsent(file, this::read);
    if (first > lines.size()) {
      return List.of();
    }
    return lines.subList(first - 1, Math.min(last, lines.size())).stream()
        .map(line -> Printable.line(line.replace("\t", TAB), MOST_WIDTH))
        .toList();
  }

  private List<String> read(String file) {
    try {
      Path path = inside(file);
      if (path == null || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        return List.of();
      }
      try (InputStream in = Files.newInputStream(path, NO_LINKS)) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        return bytes.length > MOST_BYTES
            ? List.of()
            : split(new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException | InvalidPathException _) {
      return List.of(); // the report can do without
    }
  }

  /** As compilers count lines: a return alone ends none. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from <= text.length();) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      int bare = to > from && text.charAt(to - 1) == '\r' ? to - 1 : to;
      // the rest of a line that is too long to show need not be kept
      lines.add(text.substring(from, Math.min(bare, from + 4 * MOST_WIDTH)));
      from = to + 1;
    }
    return lines;
  }

  /** The file, if no link leads to it and it lies in the submission. */
  private @Nullable Path inside(String file) throws IOException {
    Path real = root.toRealPath();
    Path path = real.resolve(file).normalize();
    return path.startsWith(real) && Files.exists(path) && path.toRealPath().equals(path) ? path : null;
  }
}
