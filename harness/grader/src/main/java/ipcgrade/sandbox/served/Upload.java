package ipcgrade.sandbox.served;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A submission as it comes in. What cannot be written is remembered, and its bytes are passed over, so that
 * the lines after them are found.
 */
final class Upload {
  private final Path directory;
  private @Nullable IOException failure;

  /** An upload into a directory that is there and empty. */
  Upload(Path directory) {
    this.directory = directory;
  }

  /** Where it is, once all is there. */
  Path finished() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return directory;
  }

  void add(Request.Directory inside) {
    try {
      Files.createDirectory(resolved(inside.path()));
    } catch (IOException e) {
      failure = e;
    }
  }

  void add(Request.File file, Wire wire) throws IOException {
    long left = file.bytes();
    try {
      Path path = resolved(file.path());
      try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
        Counted counted = new Counted(out);
        try {
          wire.receive(file.bytes(), counted);
        } finally {
          left -= counted.bytes;
        }
      }
      if (file.executable()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.setLastModifiedTime(path, FileTime.fromMillis(file.modified()));
    } catch (IOException e) {
      failure = e;
      wire.receive(left, OutputStream.nullOutputStream());
    }
  }

  private Path resolved(String path) throws IOException {
    Path inside = directory.resolve(path).normalize();
    if (!inside.startsWith(directory) || inside.equals(directory)) {
      throw new IOException("not a path of a submission: " + path);
    }
    return inside;
  }

  /** Knows how many bytes were taken from the wire, written or not. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      bytes++;
      out.write(b);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      bytes += length;
      out.write(buffer, offset, length);
    }
  }
}
