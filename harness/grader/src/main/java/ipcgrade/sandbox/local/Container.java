package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a bubblewrap(1) container: namespaces of its own, no network, a read-only system,
 * and nothing of the machine but what is bound into it.
 *
 * <p>There is no {@code --dev}, which would make a second user namespace inside the first, and so take
 * away the power over the pid namespace that {@link #powerful} is for.
 */
final class Container {
  /** Where the submission's program runs, or is built, inside. */
  static final String WORK = "/work";

  /** Where its copy is that {@link #WORK} is filled from, if it is. */
  static final String SUBMISSION = "/submission";

  private static final int USER = 1000;
  private static final int FILTER = 9;
  private static final String OPEN = "filter=$1; shift; exec \"$@\" 9<\"$filter\"";
  private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom");
  private static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");
  private static final List<String> FILLING =
      List.of("SYS_ADMIN", "SETPCAP", "DAC_OVERRIDE", "CHOWN", "FOWNER", "FSETID");
  private static final List<String> ETC = List.of("ld.so.cache", "alternatives");

  private final List<String> options = new ArrayList<>();
  private String path = "/usr/bin:/bin";

  /**
   * A container.
   *
   * @param temporaryBytes how much each of its directories for temporary files holds
   */
  Container(long temporaryBytes) {
    add("--unshare-user", "--uid", "" + USER, "--gid", "" + USER);
    add("--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try");
    add("--hostname", "box", "--new-session");
    add("--ro-bind", "/usr", "/usr");
    for (String name : SYSTEM) {
      system(Path.of("/", name));
    }
    for (String name : ETC) {
      add("--ro-bind-try", "/etc/" + name, "/etc/" + name);
    }
    add("--proc", "/proc");
    temporary("/dev", temporaryBytes);
    for (String name : DEVICES) {
      add("--dev-bind", "/dev/" + name, "/dev/" + name);
    }
    add("--symlink", "/proc/self/fd", "/dev/fd");
    temporary("/dev/shm", temporaryBytes);
    add("--mqueue", "/dev/mqueue", "--remount-ro", "/dev");
    temporary("/tmp", temporaryBytes);
  }

  /** Shows a file or directory of the machine inside, where it can be read only. */
  Container readOnly(Path source, String inside) {
    return add("--ro-bind", source.toString(), inside);
  }

  /** Shows a directory of the machine inside, where it can be written. */
  Container writable(Path source, String inside) {
    return add("--bind", source.toString(), inside);
  }

  /** Makes an empty directory in memory that holds so much; half of the machine's memory if bubblewrap is old. */
  Container temporary(String inside, long bytes) {
    if (Bubblewrap.limitsSizes()) {
      add("--size", "" + bytes);
    }
    return add("--tmpfs", inside);
  }

  /** Looks for commands in {@code directory} first. */
  Container searching(String directory) {
    path = directory + ":" + path;
    return this;
  }

  /**
   * Makes its command pid 1, at whose end all other processes are gone, and which is killed when
   * bubblewrap is.
   */
  Container alone() {
    return add("--as-pid-1").mortal();
  }

  /** Is killed when the thread that starts bubblewrap is gone: also what nobody traces, prctl(2), PR_SET_PDEATHSIG. */
  Container mortal() {
    return add("--die-with-parent");
  }

  /** Starts its command with all capabilities over the container's own namespaces. */
  Container powerful() {
    return add("--cap-add", "ALL");
  }

  /** Starts its command with the capabilities that copying any files and choosing a pid takes. */
  Container filling() {
    for (String capability : FILLING) {
      add("--cap-add", "CAP_" + capability);
    }
    return this;
  }

  /** Loads the seccomp filter that stands ready on a descriptor. */
  Container filtered(int descriptor) {
    return add("--seccomp", "" + descriptor);
  }

  /** The whole command: bubblewrap, as the submission's user, running {@code command} in {@link #WORK}. */
  List<String> command(List<String> user, List<String> command) {
    List<String> all = new ArrayList<>(user);
    all.add("bwrap");
    all.addAll(options);
    all.addAll(
        List.of("--remount-ro", "/", "--chdir", WORK, "--clearenv", "--setenv", "PATH", path));
    all.addAll(List.of("--setenv", "HOME", WORK, "--setenv", "LANG", "C.UTF-8", "--"));
    all.addAll(command);
    return all;
  }

  /**
   * Runs a command in it, after a line end that tells that all went well until there: what the command
   * itself says and does is the submission's affair, all before is the harness's.
   *
   * @param filter the file of its seccomp filter
   * @throws SandboxException if the container cannot be made
   */
  Subprocess.Result run(Path filter, List<String> command, String input, Duration limit)
      throws SandboxException, InterruptedException {
    List<String> announced = new ArrayList<>(List.of("/bin/sh", "-c", "echo; exec \"$@\"", "sh"));
    announced.addAll(command);
    List<String> opened = new ArrayList<>(List.of("/bin/sh", "-c", OPEN, "sh", filter.toString()));
    opened.addAll(filtered(FILTER).command(User.become(), announced));
    try {
      Subprocess.Result result = Subprocess.run(opened, input, limit);
      if (!result.output().startsWith("\n")) {
        throw new SandboxException(
            "Cannot make a container (ipcgrade doctor tells why): " + result.output().strip());
      }
      return new Subprocess.Result(result.end(), result.status(), result.output().substring(1));
    } catch (IOException e) {
      throw new SandboxException("Cannot make a container: " + e.getMessage() + ".", e);
    }
  }

  private void system(Path directory) {
    try {
      if (Files.isSymbolicLink(directory)) {
        add("--symlink", Files.readSymbolicLink(directory).toString(), directory.toString());
      } else if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        readOnly(directory, directory.toString());
      }
    } catch (IOException _) {
      add("--ro-bind-try", directory.toString(), directory.toString());
    }
  }

  private Container add(String... words) {
    options.addAll(List.of(words));
    return this;
  }
}
