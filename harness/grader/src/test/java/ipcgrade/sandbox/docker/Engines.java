package ipcgrade.sandbox.docker;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;

/** Docker for tests, which fail where there is none: nothing else would notice. */
public final class Engines {
  private Engines() {}

  /** The engine and the image, which is made if it is not there. */
  public static Docker ready() throws InterruptedException {
    try {
      Docker docker = Docker.find(Home.find(), Optional.empty());
      if (!docker.isReady()) {
        docker.build(true, _ -> {});
      }
      return docker;
    } catch (SandboxException e) {
      return Assertions.fail(
          "This test needs Docker and mmdebstrap; \".mvn/prerequisites test\" installs and starts them as root. "
              + e.getMessage());
    }
  }
}
