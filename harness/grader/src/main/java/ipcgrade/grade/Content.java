package ipcgrade.grade;

import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Sources;
import ipcgrade.sandbox.local.Submission;
import ipcgrade.sandbox.local.Tree;
import ipcgrade.store.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is in a submission. Two with the same hash are built from the same files: neither times nor owners, nor what
 * git and file managers keep beside them, are part of it.
 *
 * @param hash SHA-256, hexadecimal
 * @param gradable whether it comes to a build at all: others are told apart by their names
 * @param root of its files
 * @param sources what is worth showing of them, relative to {@code root}
 */
record Content(String hash, boolean gradable, Path root, List<Path> sources) {
  /** Larger sources were not written by hand. */
  private static final long LARGEST = 1L << 20;

  private static final Set<String> ASIDE = Set.of(".git", ".hg", ".svn", ".DS_Store", "__MACOSX");

  Content {
    sources = List.copyOf(sources);
  }

  /** That of what was handed in. */
  static Content of(Unpacking.Opened submission) throws IOException {
    if (submission.refused().isPresent()) {
      return ungradable(submission.path(), submission.refused().get());
    }
    try {
      return of(Submission.tree(submission.path()), submission.notices());
    } catch (Tree.Unfit e) {
      return ungradable(submission.path(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return ungradable(submission.path(), e.toString()); // what cannot be read is said when it is built
    }
  }

  private static Content ungradable(Path path, String why) {
    MessageDigest digest = Fingerprint.sha256();
    digest.update(why.getBytes(StandardCharsets.UTF_8));
    return new Content(hex(digest), false, path, List.of());
  }

  private static Content of(Tree tree, List<String> notices) throws IOException {
    MessageDigest digest = Fingerprint.sha256();
    List<Path> sources = new ArrayList<>();
    for (Map.Entry<Path, BasicFileAttributes> each : tree.files().entrySet()) {
      Path file = each.getKey();
      if (isAside(file)) {
        continue;
      }
      Path path = tree.root().resolve(file);
      long size = each.getValue().size();
      if (Sources.isSource(file) && size <= LARGEST) {
        sources.add(file);
      }
      // no name holds a NUL
      add(digest, file + "\0" + size + "\0" + Tree.isExecutable(path) + "\0");
      try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
          OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        in.transferTo(out);
      }
    }
    for (Path directory : tree.directories()) {
      if (!isAside(directory)) {
        add(digest, directory + "\0"); // a Makefile may count on it
      }
    }
    // they stand in the log of a build that fails
    notices.forEach(notice -> add(digest, notice + "\0"));
    return new Content(hex(digest), true, tree.root(), sources);
  }

  private static boolean isAside(Path file) {
    for (Path part : file) {
      if (ASIDE.contains(part.toString())) {
        return true;
      }
    }
    return false;
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
