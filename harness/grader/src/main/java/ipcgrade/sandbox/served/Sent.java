package ipcgrade.sandbox.served;

import ipcgrade.sandbox.local.LocalSandbox.Relay;
import ipcgrade.trace.RecordCodec;
import ipcgrade.trace.RunRequest;
import java.io.IOException;

/**
 * The lines of a trace on their way to the grader. Once it is closed it sends no more: of a run that failed some may
 * come late.
 */
final class Sent implements Relay, AutoCloseable {
  private final Wire wire;
  private boolean closed;

  Sent(Wire wire) {
    this.wire = wire;
  }

  @Override
  public synchronized void begins(RunRequest request) throws IOException {
    wire.send(RecordCodec.write(new Reply.Started(request)));
  }

  @Override
  public synchronized void events(byte[] buffer, int offset, int length) throws IOException {
    if (!closed) {
      wire.send(buffer, offset, length);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
