package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The image that submissions are built and run in: a base with a compiler and bubblewrap, and on it this
 * build's agent and server.
 *
 * <p>Its tag is a hash of all that goes into it. So where any of that changes there is no image of that tag
 * yet, and one is made: an image is out of date only by not being there.
 */
final class Image {
  /** Of no registry: the engine never asks one for it, nor Testcontainers for who we are there. */
  private static final String REPOSITORY = "localhost/ipcgrade";
  private static final int HASH_BYTES = 6;
  private static final Duration KEPT = Duration.ofDays(7);

  private final DockerClient client;
  private final Home home;
  private final Optional<String> named;
  private final boolean agentFits;
  private final byte[] serverJar;
  private final byte[] tracerJar;

  /**
   * The image for an assignment.
   *
   * @param named the base that its grading.yml names, which has all packages
   */
  Image(Engine engine, Home home, Optional<String> named) throws SandboxException {
    this.client = engine.client();
    this.home = home;
    this.named = named;
    this.agentFits =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals(engine.architecture());
    try {
      this.serverJar = Classes.serverJar();
      this.tracerJar = Classes.tracerJar();
    } catch (IOException e) {
      throw new SandboxException("Cannot read ipcgrade's own classes: " + e.getMessage() + ".", e);
    }
  }

  /** Its name with its tag. */
  String name() throws SandboxException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String resource : List.of("Dockerfile", "Dockerfile.layer", "packages", "serve", "train.jsonl")) {
        digest.update(Resources.bytes(resource));
      }
      digest.update(serverJar);
      digest.update(tracerJar);
      digest.update(Files.readAllBytes(source("train.sh")));
      digest.update(Files.readAllBytes(source("jlink.options")));
      digest.update(Files.readAllBytes(agent().resolve("release")));
      digest.update(named.map(base -> base + "@" + id(base)).orElse("").getBytes(StandardCharsets.UTF_8));
      return REPOSITORY + ":" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    } catch (IOException e) {
      throw new SandboxException("The agent is not built: " + e.getMessage() + "; run ./mvnw package.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the engine has an image of this name. */
  boolean exists(String name) {
    return !id(name).isEmpty();
  }

  /** Whether there is a base made of Debian's packages. */
  boolean hasDebianBase() {
    return exists(new DebianBase(client).name());
  }

  /**
   * Makes it.
   *
   * @param fromDebian whether its base is made of Debian's packages on this machine, so that no registry is
   *     needed; of no matter where a base is named
   * @param progress told what goes on, in lines
   */
  void build(boolean fromDebian, Consumer<String> progress) throws SandboxException, InterruptedException {
    String base = "debian:bookworm-slim";
    boolean complete = false;
    if (named.isPresent()) {
      base = named.get();
      pull(base, progress);
      complete = true;
    } else if (fromDebian) {
      DebianBase debian = new DebianBase(client);
      if (!exists(debian.name())) {
        debian.make(progress);
      }
      base = debian.name();
      complete = true;
    }
    removeOld();
    if (complete && agentFits) {
      Building.image(client, name(), this::layer, "Dockerfile.layer", base, progress);
    } else {
      Building.image(client, name(), this::linked, "Dockerfile", base, progress);
    }
  }

  /** Those of versions that nobody has used for long take up the disk; one in use stays. */
  private void removeOld() {
    Instant old = Instant.now().minus(KEPT);
    for (var each : client.listImagesCmd().withLabelFilter(Map.of(ServerContainer.LABEL, "image")).exec()) {
      boolean isBase = Stream.of(tags(each)).anyMatch(tag -> tag.startsWith(DebianBase.REPOSITORY + ":"));
      if (!isBase && Instant.ofEpochSecond(each.getCreated()).isBefore(old)) {
        try {
          client.removeImageCmd(each.getId()).exec();
        } catch (DockerException _) {
          // A container uses it, or another image is made of it.
        }
      }
    }
  }

  private static String[] tags(com.github.dockerjava.api.model.Image image) {
    String[] tags = image.getRepoTags();
    return tags == null ? new String[0] : tags;
  }

  private void layer(Context context) throws IOException {
    addCommon(context);
    context.add("agent", agent());
  }

  private void linked(Context context) throws IOException {
    addCommon(context);
    context.add("tracer.jar", tracerJar);
    context.add("train.sh", Files.readAllBytes(source("train.sh")));
    context.add("jlink.options", Files.readAllBytes(source("jlink.options")));
  }

  private void addCommon(Context context) throws IOException {
    context.add("server.jar", serverJar);
    for (String resource : List.of("Dockerfile", "Dockerfile.layer", "packages", "serve", "train.jsonl")) {
      context.add(resource, Resources.bytes(resource));
    }
  }

  private void pull(String name, Consumer<String> progress) throws SandboxException, InterruptedException {
    if (exists(name)) {
      return;
    }
    progress.accept("docker pull " + name);
    try {
      client.pullImageCmd(name).start().awaitCompletion();
    } catch (DockerException e) {
      throw new SandboxException("Cannot pull the image " + name + ": " + e.getMessage() + ".", e);
    }
  }

  /** The engine's id of an image; empty if it has none of this name. */
  private String id(String name) {
    try {
      return String.valueOf(client.inspectImageCmd(name).exec().getId());
    } catch (NotFoundException _) {
      return "";
    }
  }

  private Path agent() {
    return home.agent().resolve("../..").normalize();
  }

  private Path source(String name) {
    return home.top().resolve("harness/tracer/src/main/image").resolve(name);
  }
}
