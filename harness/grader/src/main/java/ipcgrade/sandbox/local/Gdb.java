package ipcgrade.sandbox.local;

import ipcgrade.wording.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How gdb(1) is brought to a process of a container. */
public final class Gdb {
  private static final String TRACER = "TracerPid:";

  private final int pid;
  private final Path sources;

  /**
   * For one process.
   *
   * @param pid on this machine, of a process that nobody traces
   * @param sources what the container shows as the submission's directory
   */
  public Gdb(int pid, Path sources) {
    this.pid = pid;
    this.sources = sources;
  }

  /** Whether it is there. */
  public static boolean isInstalled() throws InterruptedException {
    return Prerequisites.isInstalled("gdb");
  }

  /**
   * The command that attaches it, and has it find the program, its libraries and its sources. An ordinary user may:
   * the container's namespaces are theirs, and so are all powers in them, user_namespaces(7), whatever ptrace_scope
   * is that lets the agent trace.
   */
  public List<String> command() {
    return List.of(
        "gdb", "-q",
        "-iex", "set debuginfod enabled off",
        "-iex", "set sysroot /proc/" + pid + "/root",
        "-iex", "set substitute-path " + Container.WORK + " " + sources,
        "-p", Integer.toString(pid));
  }

  /** The command as one types it into a shell. */
  public String typed() {
    return Shell.command(command());
  }

  /** The pid of the process that traces it, or 0 while nobody does; -1 once it has ended. */
  public int tracer() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(TRACER))
          .mapToInt(line -> Integer.parseInt(line.substring(TRACER.length()).strip()))
          .findFirst()
          .orElse(-1);
    } catch (IOException | UncheckedIOException _) {
      return -1;
    }
  }
}
