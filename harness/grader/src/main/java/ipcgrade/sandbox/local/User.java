package ipcgrade.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Who the harness is, and who the submission's processes are on this machine. */
final class User {
  /** The uid and gid of the submission's processes when the harness is root: nobody's. */
  static final int NOBODY = 65534;

  private static final int UID = uid();

  private User() {}

  static boolean isRoot() {
    return UID == 0;
  }

  static boolean owns(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS) == UID;
  }

  /** Gives a file, or a link itself, to the submission's user. */
  static void give(Path file) throws IOException {
    if (isRoot()) {
      Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** The start of a command that the submission's user is to run. */
  static List<String> become() {
    return isRoot()
        ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--")
        : List.of();
  }

  private static int uid() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException _) {
      return -1; // not Linux, which the grader may be on when its sandbox is elsewhere
    }
  }
}
