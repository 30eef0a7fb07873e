package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import ipcgrade.sandbox.SandboxException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.DockerDesktopClientProviderStrategy;
import org.testcontainers.dockerclient.EnvironmentAndSystemPropertyClientProviderStrategy;
import org.testcontainers.dockerclient.RootlessDockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;
import org.testcontainers.dockerclient.UnixSocketClientProviderStrategy;

/**
 * A Docker engine that answers.
 *
 * @param client may be used by several threads
 * @param info what it says of itself
 * @param address of its socket
 */
record Engine(DockerClient client, Info info, URI address) {
  /** What is wrong where there is none. */
  enum Fault {
    ABSENT("There is no Docker engine"),
    DENIED("The Docker engine may not be used by this user"),
    SILENT("The Docker engine does not answer"),
    FOREIGN("The Docker engine does not run Linux containers");

    final String sentence;

    Fault(String sentence) {
      this.sentence = sentence;
    }
  }

  /** No engine can be used. */
  static final class Absent extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    private Absent(Fault fault, String detail, Throwable cause) {
      super(detail, cause);
      this.fault = fault;
    }

    Fault fault() {
      return fault;
    }

    SandboxException sandbox() {
      return new SandboxException(fault.sentence + " (" + getMessage() + "); ipcgrade doctor tells more.",
          this);
    }
  }

  /**
   * The engine that DOCKER_HOST names; else the first of those that answer at the machine's own socket, at
   * Docker Desktop's, and at the user's own (rootless).
   */
  static Engine find() throws Absent {
    Absent nearest = null;
    for (Supplier<DockerClientProviderStrategy> place : places()) {
      try {
        return at(place.get());
      } catch (Absent e) {
        nearest = nearest == null || e.fault.compareTo(nearest.fault) > 0 ? e : nearest;
      }
    }
    throw nearest == null ? new Absent(Fault.ABSENT, "nowhere to look", new IllegalStateException())
        : nearest;
  }

  /** Whether it confines containers with AppArmor, whose usual profile denies mount(2). */
  boolean hasAppArmor() {
    return securityOptions().stream().anyMatch(option -> option.contains("name=apparmor"));
  }

  /** The kind of processor of its containers, as the Java platform calls it. */
  String architecture() {
    String name = String.valueOf(info.getArchitecture()).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "x86_64" -> "amd64";
      case "arm64" -> "aarch64";
      default -> name;
    };
  }

  private List<String> securityOptions() {
    List<String> options = info.getSecurityOptions();
    return options == null ? List.of() : options;
  }

  @SuppressWarnings("deprecation") // they are what Testcontainers itself looks with
  private static List<Supplier<DockerClientProviderStrategy>> places() {
    return System.getenv("DOCKER_HOST") != null
        ? List.of(EnvironmentAndSystemPropertyClientProviderStrategy::new)
        : List.of(
            UnixSocketClientProviderStrategy::new,
            DockerDesktopClientProviderStrategy::new,
            RootlessDockerClientProviderStrategy::new);
  }

  private static Engine at(DockerClientProviderStrategy place) throws Absent {
    try {
      return at(place.getTransportConfig());
    } catch (RuntimeException | LinkageError e) {
      throw new Absent(Fault.ABSENT, place.getDescription(), e);
    }
  }

  /** The engine at an address, such as unix:///var/run/docker.sock. */
  static Engine at(URI address) throws Absent {
    return at(TransportConfig.builder().dockerHost(address).build());
  }

  private static Engine at(TransportConfig transport) throws Absent {
    URI address = transport.getDockerHost();
    if ("unix".equals(address.getScheme()) && !Files.exists(Path.of(address.getPath()))) {
      throw new Absent(Fault.ABSENT, "there is no " + address.getPath(), new IllegalStateException());
    }
    Info info;
    DockerClient client;
    try {
      client = DockerClientProviderStrategy.getClientForConfig(transport);
      info = client.infoCmd().exec();
    } catch (RuntimeException e) {
      String reason = innermost(e);
      throw new Absent(
          reason.contains("Permission denied") ? Fault.DENIED : Fault.SILENT, address + ": " + reason, e);
    }
    if (!"linux".equals(info.getOsType())) {
      throw new Absent(Fault.FOREIGN, address.toString(), new IllegalStateException());
    }
    return new Engine(client, info, address);
  }

  private static String innermost(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = e; cause != null && !causes.contains(cause); cause = cause.getCause()) {
      causes.add(cause);
    }
    return String.valueOf(causes.getLast().getMessage());
  }
}
