package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.WorkDirectory;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A base image made on this machine by mmdebstrap(1), of the packages of its own release. */
final class DebianBase {
  static final String REPOSITORY = "localhost/ipcgrade-debian";

  /** As docker import does; docker-java's own sends no file. */
  private static final String DOCKERFILE = "FROM scratch\nADD base.tar /\n";

  private static final List<String> UNREAD =
      List.of("/usr/share/doc/*", "/usr/share/info/*", "/usr/share/locale/*", "/usr/share/man/*");

  private final DockerClient client;
  private final String suite = suite();
  private final String packages = Resources.text("packages").lines().collect(Collectors.joining(","));

  DebianBase(DockerClient client) {
    this.client = client;
  }

  /** Its name; the tag says what it is made of. */
  String name() {
    return REPOSITORY + ":" + suite + "-" + HexFormat.of().toHexDigits(packages.hashCode());
  }

  void make(Consumer<String> progress) throws SandboxException, InterruptedException {
    try (WorkDirectory work = WorkDirectory.open()) {
      Path tar = work.path().resolve("base.tar");
      bootstrap(tar, progress);
      Building.image(
          client,
          name(),
          context -> {
            context.add("Dockerfile", DOCKERFILE.getBytes(StandardCharsets.UTF_8));
            context.addFile("base.tar", tar);
          },
          "Dockerfile",
          "",
          progress);
    } catch (IOException e) {
      throw new SandboxException("Cannot make the base image: " + e.getMessage() + ".", e);
    }
  }

  private void bootstrap(Path tar, Consumer<String> progress)
      throws SandboxException, IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("mmdebstrap", "--variant=minbase", "--include=" + packages));
    UNREAD.forEach(path -> command.add("--dpkgopt=path-exclude=" + path));
    command.addAll(List.of(suite, tar.toString()));
    progress.accept(String.join(" ", command));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new SandboxException("mmdebstrap is needed: sudo apt-get install mmdebstrap.", e);
    }
    StringBuilder wrong = new StringBuilder();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = Printable.text(line.strip());
        if (text.startsWith("E:")) {
          wrong.append(' ').append(text);
        }
        progress.accept(text);
      }
      if (process.waitFor() != 0) {
        throw new SandboxException("mmdebstrap fails:" + wrong);
      }
    } finally {
      process.destroy();
    }
  }

  /** This machine's release where it is one of Debian or Ubuntu: the agent is linked to its C library. */
  private static String suite() {
    try {
      Properties release = new Properties();
      release.load(new StringReader(Files.readString(Path.of("/etc/os-release")).replace("\"", "")));
      String id = release.getProperty("ID", "");
      return id.equals("debian") || id.equals("ubuntu")
          ? release.getProperty("VERSION_CODENAME", "stable")
          : "stable";
    } catch (IOException _) {
      return "stable";
    }
  }
}
