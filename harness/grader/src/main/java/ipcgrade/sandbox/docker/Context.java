package ipcgrade.sandbox.docker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar archive of files that an image is built from. */
final class Context implements AutoCloseable {
  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;

  private final TarArchiveOutputStream tar;

  Context(OutputStream out) {
    tar = new TarArchiveOutputStream(new BufferedOutputStream(out, 1 << 16), "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** Adds a file; a script can be executed. */
  void add(String name, byte[] bytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setMode(bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!' ? EXECUTABLE : PLAIN);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** Adds the regular files of a directory. */
  void add(String name, Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      addFile(name + "/" + directory.relativize(file), file);
    }
  }

  void addFile(String name, Path file) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(Files.size(file));
    entry.setMode(Files.isExecutable(file) ? EXECUTABLE : PLAIN);
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
