package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.BuildResponseItem;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.WorkDirectory;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The building of an image by an engine, and what it says of it. */
final class Building extends ResultCallback.Adapter<BuildResponseItem> {
  private final Consumer<String> progress;
  private volatile String error = "";

  private Building(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Puts files into a {@link Context}. */
  @FunctionalInterface
  interface Contents {
    void addTo(Context context) throws IOException;
  }

  /**
   * Builds an image.
   *
   * @param files what the Dockerfile is among and copies from
   * @param dockerfile its name among them
   * @param base the value of its argument BASE
   */
  static void image(
      DockerClient client, String tag, Contents files, String dockerfile, String base,
      Consumer<String> progress)
      throws SandboxException, InterruptedException {
    Building building = new Building(progress);
    try (WorkDirectory work = WorkDirectory.open()) {
      Path tar = work.path().resolve("image.tar");
      try (Context context = new Context(Files.newOutputStream(tar))) {
        files.addTo(context);
      }
      try (InputStream in = Files.newInputStream(tar);
          BuildImageCmd command = client.buildImageCmd(in)) {
        command
            .withDockerfilePath(dockerfile)
            .withBuildArg("BASE", base)
            .withTags(Set.of(tag))
            .withLabels(Map.of(ServerContainer.LABEL, "image"))
            .withRemove(true)
            .withForcerm(true)
            .exec(building)
            .awaitCompletion();
      }
    } catch (IOException | DockerException e) {
      throw new SandboxException("Cannot build the image " + tag + ": " + e.getMessage() + ".", e);
    }
    if (!building.error.isEmpty()) {
      throw new SandboxException("Cannot build the image " + tag + ": " + building.error);
    }
  }

  @Override
  public void onNext(BuildResponseItem item) {
    String said = item.getStream();
    if (said != null) {
      said.lines().filter(line -> !line.isBlank()).map(Printable::text).forEach(progress);
    }
    var detail = item.getErrorDetail();
    if (detail != null) {
      error = Printable.text(String.valueOf(detail.getMessage()));
    }
  }
}
