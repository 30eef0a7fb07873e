package ipcgrade.sandbox.served;

import java.io.InputStream;
import java.io.OutputStream;

/** A {@link Server} and the way to it. */
public interface Connection extends AutoCloseable {
  /** What the server writes to its standard output. */
  InputStream input();

  /** Its standard input. */
  OutputStream output();

  /** What it said on standard error, to be put before the end of a sentence; may be empty. */
  String said();

  /** Ends it, and all that it started. May be called twice, and while others read and write. */
  @Override
  void close();
}
