package ipcgrade.tracer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** The C programs of src/test/resources/programs, compiled when first asked for, and their container. */
final class Programs {
  private static final Path SOURCES = Path.of("src/test/resources/programs").toAbsolutePath();
  private static final Path FIXTURES =
      Path.of("../../fixtures/registro-distribuito/submissions").toAbsolutePath();
  private static final ConcurrentMap<String, Path> COMPILED = new ConcurrentHashMap<>();
  private static final Path DIRECTORY = directory();

  private Programs() {}

  /** Compiles a program; returns its path outside the container. */
  static Path compiled(String name) {
    return COMPILED.computeIfAbsent(name, Programs::compile);
  }

  /** Compiles a program; returns its path inside the container. */
  static String inside(String name) {
    return "/work/" + compiled(name).getFileName();
  }

  /** bubblewrap with all namespaces, the programs at /work, and a shell that waits on descriptor 3. */
  static List<String> container() {
    String box =
        """
        bwrap --unshare-user --uid 1000 --gid 1000 --unshare-pid --unshare-ipc --unshare-net --unshare-uts
        --unshare-cgroup-try --die-with-parent --new-session --ro-bind /usr /usr --symlink usr/bin /bin
        --symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --tmpfs /dev
        --dev-bind /dev/null /dev/null --dev-bind /dev/random /dev/random
        --dev-bind /dev/urandom /dev/urandom --tmpfs /tmp --ro-bind %s /work --chdir /work --clearenv
        --setenv PATH /usr/bin:/bin --cap-add CAP_SETPCAP -- /bin/sh -c"""
            .formatted(DIRECTORY);
    String wait =
        "echo >&3; read last <&3 || exit 1; exec 3>&-; \"$@\"; exit";
    return Stream.concat(
        Arrays.stream(box.split("\\s+", -1)), Stream.of(wait, "sh"))
        .toList();
  }

  /** Runs a command to its end and returns what it printed. */
  static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(DIRECTORY.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }

  private static Path directory() {
    try {
      Path directory = Files.createTempDirectory("ipcgrade-programs");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles a fixture so that all its runs do the same: one random seed, no uninitialised variables.
   *
   * @param name of a directory in fixtures/registro-distribuito/submissions
   */
  static Path steadyFixture(String name) {
    return COMPILED.computeIfAbsent("fixture-" + name, program -> {
      try (Stream<Path> files = Files.list(FIXTURES.resolve(name))) {
        Path header =
            Files.writeString(
                DIRECTORY.resolve(program + ".h"), "#include <stdlib.h>\n#define srand(seed) (srand)(7)\n");
        List<String> sources =
            files.map(Path::toString).filter(file -> file.endsWith(".c")).sorted().toList();
        return compile(
            program,
            Stream.concat(
                Stream.of("-ftrivial-auto-var-init=zero", "-include", header.toString()), sources.stream()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static Path compile(String name) {
    Path cpp = SOURCES.resolve(name + ".cpp");
    return Files.exists(cpp)
        ? compile(name, Stream.of("-x", "c++", cpp.toString(), "-lstdc++"))
        : compile(name, Stream.of(SOURCES.resolve(name + ".c").toString()));
  }

  private static Path compile(String name, Stream<String> arguments) {
    Path program = DIRECTORY.resolve(name);
    try {
      output(
          Stream.concat(
              Stream.of(
                  "gcc", "-g", "-fno-omit-frame-pointer", "-pthread", "-w", "-o", program.toString()),
              arguments)
              .toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return program;
  }
}
