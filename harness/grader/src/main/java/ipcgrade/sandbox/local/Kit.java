package ipcgrade.sandbox.local;

import ipcgrade.tracer.ptrace.SeccompFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What containers need that the machine does not have as they need it. */
final class Kit {
  private static final long TEMPORARY_BYTES = 256L << 20;

  private final Path users;
  private final Path compilers;
  private final Path script;
  private final Path filter;

  Kit(WorkDirectory work) throws IOException {
    users = work.write("passwd", "student:x:1000:1000::" + Container.WORK + ":/bin/sh\n");
    compilers = Compiler.wrappers(work);
    script = work.write("build.sh", resource("build.sh"));
    filter = Files.write(work.path().resolve("filter"), SeccompFilter.untraced());
  }

  /** A container with one user. */
  Container container() {
    return container(TEMPORARY_BYTES);
  }

  /** A container with one user whose directories for temporary files hold so much, each. */
  Container container(long temporaryBytes) {
    return new Container(temporaryBytes).readOnly(users, "/etc/passwd");
  }

  /** The script that builds, in its container. */
  Path script() {
    return script;
  }

  /** The seccomp filter of a build. */
  Path filter() {
    return filter;
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = Kit.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The directory of compilers that add debug information. */
  Path compilers() {
    return compilers;
  }
}
