package ipcgrade.sandbox.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** How C and C++ are compiled so that a trace can name the line of each call. */
final class Compiler {
  /** What a compilation without a Makefile makes. */
  static final Path PROGRAM = Path.of("program");

  private static final List<String> NAMES =
      List.of("gcc", "cc", "c89", "c99", "g++", "c++", "clang", "clang++");

  private static final Pattern MAIN = Pattern.compile("\\bmain\\s*\\(");
  private static final long MOST_SEARCHED_BYTES = 1 << 20;

  private Compiler() {}

  /**
   * Fills a directory with scripts that stand before the compilers in PATH, and add to every command
   * what {@link #command} has: debug information, frame pointers, and globals defined in a header.
   */
  static Path wrappers(WorkDirectory work) throws IOException {
    Path directory = work.write("bin/README", "Compilers with -g.\n").resolveSibling("");
    for (String name : NAMES) {
      if (Files.isExecutable(Path.of("/usr/bin", name))) {
        String common = isC(name) ? " -fcommon" : "";
        work.write(
            "bin/" + name,
            """
            #!/bin/sh
            for argument do
              shift
              [ "$argument" = -s ] || set -- "$@" "$argument"
            done
            exec /usr/bin/%s "$@" -g -fno-omit-frame-pointer%s
            """
                .formatted(name, common));
      }
    }
    return directory;
  }

  /** The C and C++ sources of a tree, in order. */
  static List<Path> sources(Tree tree) {
    return tree.files().keySet().stream().filter(f -> isC(f) || isCpp(f)).toList();
  }

  /** The sources that seem to have a main function. */
  static List<Path> mains(Tree tree, List<Path> sources) throws IOException {
    List<Path> mains = new ArrayList<>();
    for (Path source : sources) {
      Path file = tree.root().resolve(source);
      if (Files.size(file) <= MOST_SEARCHED_BYTES
          && MAIN.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
        mains.add(source);
      }
    }
    return mains;
  }

  /** Compiles sources, and finds their headers in any directory of the tree. */
  static List<String> command(Tree tree, List<Path> sources) {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/gcc", "-g", "-fno-omit-frame-pointer", "-pthread", "-I."));
    if (sources.stream().noneMatch(Compiler::isCpp)) {
      command.add("-fcommon");
    }
    for (Path directory : new TreeSet<>(tree.directories())) {
      command.add("-I./" + directory);
    }
    sources.forEach(source -> command.add("./" + source));
    command.addAll(List.of("-o", PROGRAM.toString(), "-lm", "-lrt"));
    if (sources.stream().anyMatch(Compiler::isCpp)) {
      command.add("-lstdc++");
    }
    return command;
  }

  private static boolean isC(String compiler) {
    return !compiler.endsWith("++");
  }

  private static boolean isC(Path file) {
    return file.toString().endsWith(".c");
  }

  private static boolean isCpp(Path file) {
    String name = file.toString();
    String lower = name.toLowerCase(Locale.ROOT);
    return name.endsWith(".C")
        || lower.endsWith(".cc")
        || lower.endsWith(".cpp")
        || lower.endsWith(".cxx")
        || lower.endsWith(".c++");
  }
}
