package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.Prerequisite;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.sandbox.local.WorkDirectory;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks what the Docker sandbox needs, each by doing it. */
public final class DockerPrerequisites {
  /** The API of Docker 20.10, the oldest that this was tried with. */
  private static final int OLDEST_MINOR = 41;

  private static final String SCRIPT =
      """
      #!/bin/sh
      exit 0
      """;

  private DockerPrerequisites() {}

  /** Checks one after the other, until one fails that the next need. */
  public static List<Prerequisite> check(Home home) throws InterruptedException {
    List<Prerequisite> all = new ArrayList<>();
    Engine engine;
    try {
      engine = Engine.find();
      all.add(engine(engine));
    } catch (Engine.Absent e) {
      all.add(new Prerequisite("engine", false, String.valueOf(e.getMessage()), remedy(e.fault())));
      return all;
    }
    try {
      Image image = new Image(engine, home, Optional.empty());
      all.add(image(image));
      if (all.stream().allMatch(Prerequisite::ok)) {
        all.add(run(Docker.find(home, Optional.empty())));
      }
    } catch (SandboxException | DockerException e) {
      all.add(new Prerequisite("image", false, String.valueOf(e.getMessage()), buildImage()));
    }
    return all;
  }

  private static Prerequisite engine(Engine engine) {
    String api = String.valueOf(engine.client().versionCmd().exec().getApiVersion());
    return new Prerequisite(
        "engine",
        isEnough(api),
        "Docker " + engine.info().getServerVersion() + ", API " + api + ", at " + engine.address(),
        new Text(
            "It is too old: Docker 20.10 or later is needed, whose API is 1.41.",
            "È troppo vecchio: serve Docker 20.10 o successivo, la cui API è 1.41."));
  }

  /** Whether an API version, such as 1.47, has what is needed. */
  static boolean isEnough(String api) {
    String[] parts = api.split("\\.", -1);
    return parts.length == 2
        && parts[0].equals("1")
        && parts[1].matches("\\d{1,4}")
        && Integer.parseInt(parts[1]) >= OLDEST_MINOR;
  }

  private static Prerequisite image(Image image) throws SandboxException {
    String name = image.name();
    boolean ok = image.exists(name);
    return new Prerequisite(
        "image", ok, ok ? name : name + " is not there: none was made, or of an older ipcgrade",
        buildImage());
  }

  /** Builds and runs a script as a submission. */
  private static Prerequisite run(Docker docker) throws InterruptedException {
    String detail;
    boolean ok = false;
    try (WorkDirectory work = WorkDirectory.open();
        DockerSandbox sandbox = docker.open()) {
      Sandbox.Build build = sandbox.build(script(work.path()), Prerequisites.plain());
      if (build instanceof Sandbox.Program program) {
        RunEnd end = sandbox.run(program, Prerequisites.plain(), new Schedule(new Strategy.Fair(), 1)).end();
        ok = end instanceof RunEnd.Finished;
        detail = ok ? "a script traced in a container" : end.toString();
      } else {
        detail = build.toString();
      }
    } catch (SandboxException | IOException e) {
      detail = String.valueOf(e.getMessage());
    }
    return new Prerequisite("run", ok, detail, denied());
  }

  private static Path script(Path parent) throws IOException {
    Path directory = Files.createDirectory(parent.resolve("script"));
    Files.writeString(directory.resolve("ipcgrade-run"), "script\n");
    Path script = Files.writeString(directory.resolve("script"), SCRIPT);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return directory;
  }

  private static Text remedy(Engine.Fault fault) {
    return switch (fault) {
      case ABSENT ->
          new Text(
              "Install Docker (https://docs.docker.com/engine/install, or Docker Desktop) and start it.",
              "Installa Docker (https://docs.docker.com/engine/install, o Docker Desktop) e avvialo.");
      case SILENT ->
          new Text(
              "Start it: sudo systemctl start docker, or open Docker Desktop.",
              "Avvialo: sudo systemctl start docker, oppure apri Docker Desktop.");
      case DENIED ->
          new Text(
              "Join its group, and log in again: sudo usermod -aG docker $USER.",
              "Entra nel suo gruppo e rifai l'accesso: sudo usermod -aG docker $USER.");
      case FOREIGN ->
          new Text("Switch Docker Desktop to Linux containers.", "Passa Docker Desktop ai container Linux.");
    };
  }

  private static Text buildImage() {
    return new Text(
        "Make it: ipcgrade image build, or where no registry can be reached ipcgrade image build --from-debian.",
        "Preparala: ipcgrade image build o, se nessun registro è raggiungibile, ipcgrade image build"
            + " --from-debian.");
  }

  private static Text denied() {
    return new Text(
        "The machine that the engine runs on must allow user namespaces and ptrace: there, sudo sysctl"
            + " kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), kernel.unprivileged_userns_clone=1,"
            + " user.max_user_namespaces=10000, kernel.yama.ptrace_scope=1.",
        "La macchina su cui gira Docker deve permettere gli user namespace e ptrace: su di essa, sudo sysctl"
            + " kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), kernel.unprivileged_userns_clone=1,"
            + " user.max_user_namespaces=10000, kernel.yama.ptrace_scope=1.");
  }
}
