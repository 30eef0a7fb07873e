package ipcgrade.sandbox.served;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of text and runs of bytes, mixed, over two streams. One thread may read while another writes. */
final class Wire {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final OutputStream out;
  private final int longest;

  /**
   * A wire over two streams.
   *
   * @param longest line that is read, in bytes
   */
  Wire(InputStream in, OutputStream out, int longest) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.out = new BufferedOutputStream(out, BUFFER);
    this.longest = longest;
  }

  /**
   * The next line, without its end; null where the stream ends.
   *
   * @throws IOException also if the line is too long, or the stream ends within it
   */
  @Nullable
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        if (line.size() > 0) {
          throw new EOFException("it ended within a line");
        }
        return null;
      }
      if (line.size() == longest) {
        throw new IOException("a line is longer than " + longest + " bytes");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Reads so many bytes, and writes them to {@code target}. */
  void receive(long bytes, OutputStream target) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = bytes; left > 0;) {
      int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
      if (read < 0) {
        throw new EOFException("it ended within a file");
      }
      target.write(buffer, 0, read);
      left -= read;
    }
  }

  /** Writes a line, at the latest with the next {@link #flush}. */
  void send(String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** Writes bytes, at the latest with the next {@link #flush}. */
  void send(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
  }

  /**
   * Writes so many bytes of {@code source}, at the latest with the next {@link #flush}.
   *
   * @throws IOException also if it has fewer
   */
  void send(long bytes, InputStream source) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = bytes; left > 0;) {
      int read = source.read(buffer, 0, (int) Math.min(left, BUFFER));
      if (read < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  void flush() throws IOException {
    out.flush();
  }
}
