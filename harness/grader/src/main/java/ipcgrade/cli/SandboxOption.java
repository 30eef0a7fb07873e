package ipcgrade.cli;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import picocli.CommandLine.Option;

/** Where submissions are built and run. */
final class SandboxOption {
  @Option(names = "--sandbox", paramLabel = "auto|local|docker", descriptionKey = "sandbox")
  private Kind kind = Kind.auto;

  // the constants are what the user types
  enum Kind {
    auto,
    local,
    docker
  }

  /** Whether it has to be Docker. */
  boolean isDocker() {
    return kind == Kind.docker;
  }

  /** Begins what can be done before the assignment is read. */
  Sandboxes begin(Output output) throws SandboxException {
    return new Sandboxes(kind, Home.find(), output);
  }
}
