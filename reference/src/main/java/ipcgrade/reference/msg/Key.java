package ipcgrade.reference.msg;

import java.nio.file.Path;

/** The name under which processes that share nothing else find the same queue. */
public record Key(int value) {
  /**
   * The key that ftok(3) makes of a file and a number: eight bits of {@code project}, eight of the
   * file's device and sixteen of its inode. Two files may therefore give the same key.
   *
   * @param path an existing file; its identity counts, not its name or content
   * @param project 1 to 255; with 0 POSIX leaves the outcome open
   * @throws ipcgrade.reference.libc.ErrnoException as stat(2): ENOENT, EACCES, …
   */
  public static Key ftok(Path path, int project) {
    if (project < 1 || project > 255) {
      throw new IllegalArgumentException("project must be 1 to 255, not " + project);
    }
    return new Key(Calls.ftok(path.toString(), project));
  }

  @Override
  public String toString() {
    return String.format("0x%08x", value);
  }
}
