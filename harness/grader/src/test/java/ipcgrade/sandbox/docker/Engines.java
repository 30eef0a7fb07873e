package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.model.Container;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import java.util.List;
import java.util.Map;
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

  /** The containers of this JVM's sandboxes that there are still, by id. */
  public static List<String> containers(Docker docker) throws SandboxException {
    return docker
        .engine()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(ServerContainer.LABEL, Owner.self().toString()))
        .exec()
        .stream()
        .map(Container::getId)
        .toList();
  }
}
