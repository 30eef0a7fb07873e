package ipcgrade.sandbox.local;

import ipcgrade.trace.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What an agent answers, line after line. Where the lines are only handed on, only the last one is looked at, and the
 * ends of the others: who does that in a container has a young JVM, in which each byte costs.
 */
final class Answers {
  private static final int ROOM = 1 << 16;

  /** Characters that tell which line is the last. */
  private static final int TELLING = 40;

  private final InputStream in;
  private byte[] buffer = new byte[ROOM];
  private int from;
  private int to;

  Answers(InputStream in) {
    this.in = in;
  }

  /** Takes lines. */
  @FunctionalInterface
  interface Lines {
    /** One or more whole lines with their ends, in UTF-8, that go with this call. */
    void lines(byte[] buffer, int offset, int length) throws IOException;
  }

  /**
   * Hands on the lines of one answer as they come, but for the last, after which an agent says nothing until it is asked
   * again.
   *
   * @return the last line, without its end
   * @throws IOException if they end before
   */
  String last(Lines events) throws IOException {
    while (true) {
      int end = after(read(), to);
      if (end < 0) {
        continue;
      }
      int start = Math.max(from, after(from, end - 1));
      if (TraceFormat.isLast(text(start, Math.min(end, start + TELLING)))) {
        events.lines(buffer, from, start - from);
        from = end;
        return text(start, end - 1);
      }
      events.lines(buffer, from, end - from);
      from = end;
    }
  }

  /** Reads some more, and tells where that begins. */
  private int read() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * to);
    }
    int count = in.read(buffer, to, buffer.length - to);
    if (count < 0) {
      throw new IOException("it ended within a run");
    }
    to += count;
    return to - count;
  }

  /** What follows the last line end of a range; -1 if there is none. */
  private int after(int start, int end) {
    for (int i = end - 1; i >= start; i--) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private String text(int start, int end) {
    return new String(buffer, start, end - start, StandardCharsets.UTF_8);
  }
}
