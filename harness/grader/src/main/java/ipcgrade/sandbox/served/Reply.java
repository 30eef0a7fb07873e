package ipcgrade.sandbox.served;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.trace.Frame;
import ipcgrade.trace.RunRequest;
import java.util.List;

/** A line that the server writes; see {@link Request} for what answers what. */
public sealed interface Reply {
  /** As {@link Sandbox.Program}, without its directory, which is the server's own affair. */
  record Built(String executable, List<String> arguments) implements Reply {
    public Built {
      arguments = List.copyOf(arguments);
    }
  }

  /** As {@link Sandbox.Failed}. */
  record Failed(String reason, String log) implements Reply {}

  /** As {@link Sandbox.Exceeded}. */
  record Exceeded(String limit, long value, String log) implements Reply {}

  /** What is known of the callers that were asked for, in any order. */
  record Found(List<Frame> frames) implements Reply {
    public Found {
      frames = List.copyOf(frames);
    }
  }

  /** A trace follows. */
  record Started(RunRequest request) implements Reply {}

  /** The sandbox failed, not the submission: its sentence. */
  record Broken(String sentence) implements Reply {}
}
