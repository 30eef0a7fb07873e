package ipcgrade.sandbox.local;

import java.io.IOException;
import java.nio.file.Path;

/** What containers need that the machine does not have as they need it. */
final class Kit {
  private final Path users;
  private final Path compilers;

  Kit(WorkDirectory work) throws IOException {
    users = work.write("passwd", "student:x:1000:1000::" + Container.WORK + ":/bin/sh\n");
    compilers = Compiler.wrappers(work);
  }

  /** A container with one user. */
  Container container() {
    return new Container().readOnly(users, "/etc/passwd");
  }

  /** The directory of compilers that add debug information. */
  Path compilers() {
    return compilers;
  }
}
