package ipcgrade.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;

import ipcgrade.spec.YamlDocument;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A copy of the hostile programs with what they must not get at around them: a secret in the file of rules,
 * in another submission, in another sandbox's directory, in the arguments and the environment of processes,
 * all of it readable by everybody on this machine; and a message queue of the machine's own.
 */
final class Surrounded {
  /** What each secret begins with; a program may show the one that is its own. */
  private static final String PREFIX = "canary-";

  /** The environment of this JVM holds one too, since none can be put there afterwards: pom.xml. */
  private static final String VARIABLE = "IPCGRADE_SECRET";

  private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path directory;
  private final String secret = PREFIX + UUID.randomUUID();
  private final Process bystander;
  private final String queue;

  private Surrounded(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "read line", secret);
    builder.environment().put("SECRET", secret);
    bystander = builder.start();
    String made = output("ipcmk", "-Q");
    queue = made.substring(made.lastIndexOf(' ') + 1);
  }

  /** Copies the programs, makes what git cannot hold, and puts the secrets around them. */
  static Surrounded in(Path directory, Path programs) throws Exception {
    Surrounded surrounded = new Surrounded(directory);
    Files.setPosixFilePermissions(directory, READABLE);
    copy(programs, surrounded.submissions());
    for (Path planted : surrounded.all("planted.yml")) {
      plant(planted);
    }
    for (Path described : surrounded.all("archive.yml")) {
      PlantedArchive.make(described);
    }
    surrounded.hide(surrounded.submissions().resolve("grading.yml"));
    surrounded.hide(surrounded.submissions().resolve("another/main.c"));
    surrounded.hide(surrounded.submissions().resolve("secret.txt"));
    surrounded.hide(surrounded.mark().resolve("ipcgrade-1/build-1/main.c"));
    surrounded.hide(surrounded.mark().resolve("secret.txt"));
    return surrounded;
  }

  /** Where sandboxes keep what they make; nothing else is called so. */
  Path mark() {
    return directory.resolve("sandboxes");
  }

  /** The copies. */
  Path submissions() {
    return directory.resolve("submissions");
  }

  /** What no trace, message or report may hold. */
  List<String> secrets() {
    return Stream.of(Optional.of(secret), Optional.ofNullable(System.getenv(VARIABLE)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The machine's own queue as it was: its id, permissions, messages and owner. */
  String queue() throws IOException {
    return Files.readAllLines(Path.of("/proc/sysvipc/msg")).stream()
        .map(String::strip)
        .filter(line -> line.split(" +", -1)[1].equals(queue))
        .findFirst()
        .orElse("none");
  }

  /** What there is more than there was and counts, when all that was told to end had time for it. */
  List<String> left(Machine before, Predicate<String> counts) throws IOException, InterruptedException {
    for (int i = 0;; i++) {
      List<String> left = Machine.now(mark()).since(before).stream().filter(counts).toList();
      if (left.isEmpty() || i == 20) {
        return left;
      }
      Thread.sleep(100);
    }
  }

  /** Takes the queue and the process away; the files are the caller's. */
  void remove() throws IOException, InterruptedException {
    bystander.destroyForcibly();
    output("ipcrm", "-q", queue);
  }

  private void hide(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    String name = file.getFileName().toString();
    Files.writeString(file, (name.endsWith(".c") ? "// " : "# ") + secret + "\n", APPEND);
  }

  private List<Path> all(String name) throws IOException {
    try (Stream<Path> files = Files.walk(submissions())) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static void plant(Path description) throws Exception {
    JsonNode planted = YamlDocument.read(description).json();
    Path directory = description.resolveSibling("");
    for (var link : planted.path("symlinks").properties()) {
      Files.createSymbolicLink(directory.resolve(link.getKey()), Path.of(link.getValue().stringValue()));
    }
    for (JsonNode fifo : planted.path("fifos")) {
      output("mkfifo", directory.resolve(fifo.stringValue()).toString());
    }
    for (JsonNode socket : planted.path("sockets")) {
      try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.bind(UnixDomainSocketAddress.of(directory.resolve(socket.stringValue())));
      }
    }
    if (Files.getOwner(directory).getName().equals("root")) {
      for (JsonNode device : planted.path("devices")) {
        output("mknod", directory.resolve(device.stringValue()).toString(), "c", "1", "5");
      }
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " fails: " + output);
    }
    return output;
  }
}
