package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import java.util.Optional;
import java.util.function.Consumer;

/** A Docker engine, and the image that submissions of an assignment are built and run in. */
public final class Docker {
  private final Engine engine;
  private final Image image;
  private final String name;

  private Docker(Engine engine, Image image) throws SandboxException {
    this.engine = engine;
    this.image = image;
    this.name = image.name();
  }

  /**
   * Finds the engine, and removes what killed graders left there.
   *
   * @param base the image that a grading.yml names
   * @throws SandboxException if no engine can be used
   */
  public static Docker find(Home home, Optional<String> base) throws SandboxException {
    try {
      Engine engine = Engine.find();
      Thread.ofPlatform().daemon().name("sweep").start(() -> sweep(engine));
      return new Docker(engine, new Image(engine, home, base));
    } catch (Engine.Absent e) {
      throw e.sandbox();
    }
  }

  /** The image's name with its tag, whether there is one yet or not. */
  public String image() {
    return name;
  }

  /** Whether the image is there; if not, it was never made or is of an older ipcgrade. */
  public boolean isReady() {
    return image.exists(name);
  }

  /** Whether a base of Debian's packages was made here before, as for an older image. */
  public boolean isFromDebian() {
    return image.hasDebianBase();
  }

  /**
   * Makes the image.
   *
   * @param fromDebian whether its base is made of Debian's packages on this machine, so that no registry is
   *     needed
   * @param progress told what goes on, line by line
   */
  public void build(boolean fromDebian, Consumer<String> progress)
      throws SandboxException, InterruptedException {
    image.build(fromDebian, progress);
  }

  /** Opens a sandbox; its first container is started at once. */
  public DockerSandbox open() {
    return new DockerSandbox(this);
  }

  Engine engine() {
    return engine;
  }

  private static void sweep(Engine engine) {
    try {
      Sweep.run(engine.client());
    } catch (DockerException _) {
      // The next grader sweeps too.
    }
  }
}
