package ipcgrade.sandbox.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The head of a 64-bit ELF file, elf(5); the file may be hostile.
 *
 * @param executable whether it is a program, not an object file, library or core
 * @param machine e_machine
 */
record Elf(boolean executable, int machine) {
  private static final int HEADER = 64;
  private static final int ET_EXEC = 2;
  private static final int ET_DYN = 3;

  /** Reads a regular file's head; empty if it is not a little-endian 64-bit ELF file. */
  static Optional<Elf> of(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer head = read(channel);
      if (head.limit() < HEADER || head.getInt(0) != 0x464c457f || head.getShort(4) != 0x0102) {
        return Optional.empty();
      }
      int type = head.getShort(16);
      // A shared library has no entry point.
      boolean executable = type == ET_EXEC || (type == ET_DYN && head.getLong(24) != 0);
      return Optional.of(new Elf(executable, head.getShort(18)));
    }
  }

  /** Whether it is for the machine that this is. */
  boolean isNative() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> machine == 62;
      case "aarch64" -> machine == 183;
      default -> true;
    };
  }

  private static ByteBuffer read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = channel.read(buffer);
    }
    return buffer.flip();
  }
}
