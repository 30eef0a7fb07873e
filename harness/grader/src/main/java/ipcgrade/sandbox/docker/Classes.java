package ipcgrade.sandbox.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Classes and resources of this very build, from its jars or directories. */
final class Classes {
  /** What the server needs of the grader; that it needs no more, a test shows. */
  private static final List<String> SERVER =
      List.of(
          "ipcgrade/sandbox/[^/]*",
          "ipcgrade/sandbox/(local|served)/[^/]*",
          "ipcgrade/spec/Spec(\\$[^/]*)?\\.class",
          "ipcgrade/wording/Printable(\\$[^/]*)?\\.class");

  private static final long LONG_AGO = 1_000_000_000_000L; // the same at each build: 2001-09-09

  private Classes() {}

  /** The server, which runs on the agent's run-time image: a jar, the same bytes for the same classes. */
  static byte[] serverJar() throws IOException {
    return jar(files(Classes.class, name -> SERVER.stream().anyMatch(name::matches)));
  }

  /** The agent as a module: a jar, the same bytes for the same classes. */
  static byte[] tracerJar() throws IOException {
    return jar(files(ipcgrade.trace.Trace.class, name -> name.endsWith(".class")));
  }

  private static byte[] jar(SortedMap<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        JarEntry entry = new JarEntry(file.getKey());
        entry.setTime(LONG_AGO);
        jar.putNextEntry(entry);
        jar.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static SortedMap<String, byte[]> files(Class<?> neighbour, Predicate<String> wanted)
      throws IOException {
    Path place = place(neighbour);
    if (Files.isDirectory(place)) {
      return files(place, wanted);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return files(jar.getPath("/"), wanted);
    }
  }

  private static SortedMap<String, byte[]> files(Path root, Predicate<String> wanted) throws IOException {
    SortedMap<String, byte[]> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (wanted.test(name)) {
          found.put(name, Files.readAllBytes(file));
        }
      }
    }
    return found;
  }

  private static Path place(Class<?> type) throws IOException {
    try {
      URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location);
    } catch (URISyntaxException e) {
      throw new IOException("Cannot tell where " + type + " is.", e);
    }
  }
}
