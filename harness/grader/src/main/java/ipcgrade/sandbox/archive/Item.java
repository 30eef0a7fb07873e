package ipcgrade.sandbox.archive;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an archive.
 *
 * @param name as the archive has it: it may be anything
 * @param mode permission bits, or -1 if the archive knows none
 * @param modified when its file was last changed, if the archive says so
 * @param crc the CRC-32 that its content must have, or -1
 */
record Item(String name, Kind kind, int mode, @Nullable Instant modified, long crc) {
  enum Kind {
    FILE,
    DIRECTORY,
    /** A symbolic or hard link. */
    LINK,
    /** A device, FIFO or socket. */
    SPECIAL
  }

  private static final int TYPE = 0170000;

  /** The kind that a mode says, inode(7); {@code other} if it says none. */
  static Kind kind(int mode, Kind other) {
    return switch (mode & TYPE) {
      case 0100000 -> Kind.FILE;
      case 0040000 -> Kind.DIRECTORY;
      case 0120000 -> Kind.LINK;
      case 0 -> other;
      default -> Kind.SPECIAL;
    };
  }

  /** Takes the entries of an archive in turn. */
  interface Taker {
    /**
     * Takes one.
     *
     * @param content to be read to its end
     */
    void take(Item item, InputStream content) throws IOException;
  }
}
