package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import java.util.List;

/** Removes the containers of graders that are gone. */
final class Sweep {
  private Sweep() {}

  static void run(DockerClient client) {
    for (Container each : all(client)) {
      if (Owner.parse(each.getLabels().getOrDefault(ServerContainer.LABEL, "")).filter(Owner::isGone)
          .isPresent()) {
        try {
          client.removeContainerCmd(each.getId()).withForce(true).exec();
        } catch (DockerException _) {
          // It is going by itself, or another grader sweeps too.
        }
      }
    }
  }

  private static List<Container> all(DockerClient client) {
    return client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(ServerContainer.LABEL))
        .exec();
  }
}
