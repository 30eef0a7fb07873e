package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Where ipcgrade itself is installed.
 *
 * @param top of its source tree
 * @param agent the java command of the agent's own run-time image
 */
public record Home(Path top, Path agent) {
  /** The system property that names it; the launcher sets it. */
  public static final String PROPERTY = "ipcgrade.home";

  /** An installation with the agent that its build made. */
  public Home(Path top) {
    this(top, top.resolve("harness/tracer/target/agent/bin/java"));
  }

  /**
   * The directory that {@value #PROPERTY} names, else the nearest one above these classes that holds
   * the agent's sources.
   *
   * @throws SandboxException if there is none
   */
  public static Home find() throws SandboxException {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return new Home(Path.of(named).toAbsolutePath());
    }
    for (Path above = classes(); above != null; above = above.getParent()) {
      if (Files.isDirectory(above.resolve("harness/tracer"))) {
        return new Home(above);
      }
    }
    throw new SandboxException(
        "Cannot tell where ipcgrade is installed: start it with -D" + PROPERTY + "=DIR.");
  }

  private static @Nullable Path classes() {
    CodeSource source = Home.class.getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getProtocol().equals("file")) {
      return null;
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
