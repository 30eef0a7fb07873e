package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox.Exceeded;
import ipcgrade.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a command of a build on a submission's copy.
 *
 * <p>It works in memory, in directories of limited size; what it leaves comes to the disk when nothing of it
 * is alive any more: the container's first process, build.sh, sees to that.
 */
final class BuildCommand {
  /**
   * For the processes of a command together, which are looked at now and then; and for the addresses of each, so
   * that one alone is refused memory, always, rather than ended or not by when it is looked at.
   */
  private static final long MOST_MEMORY = 2L << 30;

  private static final int PROCESSES = 256;
  private static final int OPEN_FILES = 256;

  /** The file systems are larger than what is allowed, so that it shows when that is exceeded. */
  private static final long MARGIN = 16L << 20;

  private static final String TOOLS = "/ipcgrade/bin";
  private static final String SCRIPT = "/ipcgrade/build";

  /** bubblewrap has the filter on descriptor 9, and build.sh the directory on 8. */
  private static final int FILTER = 9;

  private static final String OPEN = "out=$1 filter=$2; shift 2; exec \"$@\" 8<\"$out\" 9<\"$filter\"";

  private final Kit kit;
  private final Path copy;
  private final Duration limit;

  /**
   * What became of a command.
   *
   * @param exceeded the limit that ended it, if one did
   * @param log what it said
   * @param tree what is there after it, if {@link #succeeded}
   */
  record Made(Optional<Exceeded> exceeded, int status, String log, Path tree) {
    boolean succeeded() {
      return exceeded.isEmpty() && status == 0;
    }
  }

  /** Commands on {@code copy}, beside which directories for what they leave are made. */
  BuildCommand(Kit kit, Path copy, Duration limit) {
    this.kit = kit;
    this.copy = copy;
    this.limit = limit;
  }

  /**
   * Runs one.
   *
   * @throws SandboxException if it cannot be run, or what it left not be kept
   */
  Made run(List<String> command) throws IOException, SandboxException, InterruptedException {
    Path out = WorkDirectory.fresh(copy.resolveSibling("out"));
    Files.createDirectory(out);
    User.give(out);
    List<String> opened = new ArrayList<>(List.of("/bin/sh", "-c", OPEN, "sh", out.toString()));
    opened.add(kit.filter().toString());
    opened.addAll(container().command(User.become(), limited(command)));
    Subprocess.Result result = Subprocess.run(opened, "", limit);
    Path tree = out.resolve("tree");
    if (result.end() == Subprocess.End.OUT_OF_TIME) {
      return exceeded("build", limit.toMillis(), result, tree);
    }
    return switch (end(out, result)) {
      case "disk" -> exceeded("build-disk", Tree.MOST_BYTES, result, tree);
      case "memory" -> exceeded("build-memory", MOST_MEMORY, result, tree);
      case "short" ->
          throw new SandboxException(
              "This machine has hardly any memory left: end other programs, or grade fewer submissions at a time.");
      case String status ->
          new Made(
              Optional.empty(),
              Integer.parseInt(status.substring(status.indexOf(' ') + 1)),
              result.output(),
              tree);
    };
  }

  private static Made exceeded(String name, long value, Subprocess.Result result, Path tree) {
    return new Made(Optional.of(new Exceeded(name, value, result.output())), 1, result.output(), tree);
  }

  /** What build.sh says of its end, which it does last. */
  private static String end(Path out, Subprocess.Result result) throws IOException, SandboxException {
    if (Files.exists(out.resolve("end"))) {
      return Files.readString(out.resolve("end")).strip();
    }
    throw new SandboxException(
        Files.exists(out.resolve("tree"))
            ? "Cannot keep what the build left; is there room in java.io.tmpdir? " + result.output().strip()
            : "Cannot make a container (ipcgrade doctor tells why): " + result.output().strip());
  }

  /** The command as process 1 runs it, with the limits that the kernel holds for each process. */
  private List<String> limited(List<String> command) {
    List<String> limited =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                SCRIPT,
                "" + Tree.MOST_BYTES,
                "" + Tree.MOST_FILES,
                "" + MOST_MEMORY,
                "prlimit",
                "--core=0",
                "--nproc=" + PROCESSES,
                "--nofile=" + OPEN_FILES,
                "--as=" + MOST_MEMORY,
                "--fsize=" + Tree.MOST_BYTES,
                "--cpu=" + (limit.toSeconds() + 1),
                "--"));
    limited.addAll(command);
    return limited;
  }

  private Container container() {
    long room = Tree.MOST_BYTES + MARGIN;
    return kit
        .container(room)
        .alone()
        .powerful()
        .filtered(FILTER)
        .readOnly(kit.compilers(), TOOLS)
        .searching(TOOLS)
        .readOnly(kit.script(), SCRIPT)
        .readOnly(copy, Container.SUBMISSION)
        .temporary(Container.WORK, room);
  }
}
