package ipcgrade.reference.registro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The image at work in an IPC namespace of its own, so that every queue in it is its own. A shell starts
 * it, and shows the namespace's queues when the last process has closed its output.
 */
final class ImageRun implements AutoCloseable {
  private static final String REGISTRO = "registro";
  private static final String JAVA =
      Path.of(System.getProperty("image"), "bin", "java").toAbsolutePath().toString();
  private static final String LIMITS = "ulimit -v 4194304; ";
  private static final String QUEUES = " | cat; cat /proc/sysvipc/msg";
  private static final String ONCE =
      LIMITS + "{ \"$@\"; echo status $?; cat /proc/sysvipc/msg; }" + QUEUES;
  private static final String FIVE_TIMES =
      LIMITS
          + "{ for i in 1 2 3 4 5; do \"$@\" & pids=\"$pids $!\"; done;"
          + " for pid in $pids; do wait $pid; echo status $?; done; }"
          + QUEUES;

  private final String mark = "-Drun=" + UUID.randomUUID();
  private final List<String> self;
  private final Process shell;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private ImageRun(String script, String application) {
    String main = "ipcgrade.reference/ipcgrade.reference." + application + ".Main";
    self = List.of(JAVA, mark, "-m", main);
    try {
      shell =
          new ProcessBuilder(
              "unshare", "--user", "--map-root-user", "--ipc", "--", "sh", "-c", script, "sh", JAVA,
              mark, "-m", main)
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output = shell.inputReader();
  }

  static ImageRun once() {
    return new ImageRun(ONCE, REGISTRO);
  }

  /** Of another of the applications in the image, by its package. */
  static ImageRun once(String application) {
    return new ImageRun(ONCE, application);
  }

  static ImageRun fiveTimes() {
    return new ImageRun(FIVE_TIMES, REGISTRO);
  }

  /** Waits until it has printed a line that contains {@code text}. */
  void awaitLine(String text) {
    int seen = lines.size();
    while (readLine().isPresent()) {
      if (lines.get(seen++).contains(text)) {
        return;
      }
    }
    throw new AssertionError("it never printed " + text + ": " + lines);
  }

  /** The parent; waits until it has started. */
  ProcessHandle awaitParent() {
    return await(command -> command.equals(self));
  }

  /** A child in that role; waits until it has started. */
  ProcessHandle awaitChild(String role) {
    return await(command -> command.size() > self.size() && command.get(self.size()).equals(role));
  }

  /** Those of its processes that live. */
  Stream<ProcessHandle> processes() {
    return processes(_ -> true);
  }

  /** Waits until the last process has ended; what was printed, the line {@code status N} included. */
  List<String> awaitEnd() {
    while (readLine().isPresent()) {}
    return lines;
  }

  /** Requires that the parent ended so, as the last of its processes, and left no queue. */
  void assertEndedWith(int status) {
    awaitEnd();
    int end = lines.indexOf("status " + status);
    assertTrue(end >= 0, lines::toString);
    assertTrue(lines.subList(end + 1, lines.size()).stream().allMatch(ImageRun::isHeader), lines::toString);
    assertNothingLeft();
  }

  /** Requires that it ended so, and left neither a process nor a queue by the end of its output. */
  void assertKilled(int signal) {
    awaitEnd();
    assertTrue(lines.contains("status " + (128 + signal)), lines::toString);
    assertNothingLeft();
  }

  void assertNothingLeft() {
    awaitEnd();
    assertTrue(isHeader(lines.getLast()), () -> "queues left: " + lines);
    assertEquals(0, processes().count());
  }

  @Override
  public void close() {
    processes().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }

  private Optional<String> readLine() {
    try {
      Optional<String> line = Optional.ofNullable(output.readLine());
      line.ifPresent(lines::add);
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isHeader(String line) {
    return line.contains("msqid");
  }

  private ProcessHandle await(Predicate<List<String>> wanted) {
    while (true) {
      Optional<ProcessHandle> found = processes(wanted).findAny();
      if (found.isPresent()) {
        return found.get();
      }
      assertTrue(shell.isAlive(), "it ended too early");
      Thread.onSpinWait();
    }
  }

  private Stream<ProcessHandle> processes(Predicate<List<String>> wanted) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              List<String> command = command(process);
              return command.getFirst().equals(JAVA) && command.contains(mark) && wanted.test(command);
            });
  }

  private static List<String> command(ProcessHandle process) {
    try {
      String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return List.of(command.split("\0"));
    } catch (IOException e) {
      return List.of("");
    }
  }
}
