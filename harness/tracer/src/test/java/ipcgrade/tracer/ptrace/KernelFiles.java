package ipcgrade.tracer.ptrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What src/test/resources/kernel holds: the kernel's tables, and registers as it showed them. */
final class KernelFiles {
  private static final Path DIRECTORY = Path.of("src/test/resources/kernel");

  private KernelFiles() {}

  /** The name of an architecture in the names of files. */
  static String name(Architecture architecture) {
    return switch (architecture) {
      case X8664 _ -> "x86-64";
      case Aarch64 _ -> "aarch64";
    };
  }

  /** The numbers of all system calls by name, asm/unistd_64.h. */
  static Map<String, Integer> calls(Architecture architecture) {
    return lines(name(architecture) + ".txt").stream()
        .map(line -> line.split(" ", -1))
        .collect(Collectors.toMap(words -> words[0], words -> Integer.valueOf(words[1])));
  }

  /** Words that registers.c recorded. */
  static long[] recorded(Architecture architecture, String stop, String what) {
    String start = stop + " " + what + " ";
    String line =
        lines("registers-" + name(architecture) + ".txt").stream()
            .filter(each -> each.startsWith(start))
            .findFirst()
            .orElseThrow();
    return List.of(line.substring(start.length()).split(" ", -1)).stream()
        .mapToLong(word -> Long.parseUnsignedLong(word, 16))
        .toArray();
  }

  private static List<String> lines(String name) {
    try {
      return Files.readAllLines(DIRECTORY.resolve(name)).stream()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
