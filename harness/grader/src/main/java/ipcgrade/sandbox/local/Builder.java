package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox.Build;
import ipcgrade.sandbox.Sandbox.Exceeded;
import ipcgrade.sandbox.Sandbox.Failed;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a program of a submission's copy. */
final class Builder {
  /**
   * A file at the top of a submission that is a program already, together with files that it needs: it
   * holds one line, the program and its first arguments. It says nothing that main could not do.
   */
  static final Path RUN = Path.of("ipcgrade-run");

  private static final List<String> MAKEFILES = List.of("GNUmakefile", "makefile", "Makefile");
  private static final long LEAST_MEMORY = 4L << 30;
  private static final int PROCESSES = 256;
  private static final int OPEN_FILES = 256;
  private static final int LONGEST_RUN = 4096;
  private static final String TOOLS = "/ipcgrade/bin";

  private static final String NOTHING =
      "There is no C or C++ source, no Makefile and no program in the submission.";
  private static final String NOTHING_MADE =
      "The build makes no program; if it does, name it in grading.yml, build: program.";

  private final Kit kit;
  private final Path copy;
  private final Spec spec;

  Builder(Kit kit, Path copy, Spec spec) {
    this.kit = kit;
    this.copy = copy;
    this.spec = spec;
  }

  Build build() throws IOException, SandboxException, InterruptedException {
    try {
      return build(Tree.of(copy));
    } catch (Tree.Unfit e) {
      return new Failed("What the build left " + e.getMessage() + ".", "");
    }
  }

  private Build build(Tree tree) throws IOException, SandboxException, InterruptedException {
    if (tree.files().containsKey(RUN)) {
      return declared(tree);
    }
    if (!spec.build().command().isEmpty()) {
      return make(tree, spec.build().command());
    }
    if (MAKEFILES.stream().anyMatch(name -> tree.files().containsKey(Path.of(name)))) {
      return make(tree, List.of("make", "-B"));
    }
    List<Path> sources = Compiler.sources(tree);
    return sources.isEmpty() ? found(tree, Map.of(), "") : compile(tree, sources);
  }

  private Build declared(Tree tree) throws IOException {
    if (Files.size(copy.resolve(RUN)) > LONGEST_RUN) {
      return new Failed("The file " + RUN + " is not one line.", "");
    }
    String line =
        Printable.text(new String(Files.readAllBytes(copy.resolve(RUN)), StandardCharsets.UTF_8)).strip();
    List<String> words = List.of(line.split("\\s+"));
    return program(tree, words.getFirst(), words.subList(1, words.size()), "");
  }

  private Build make(Tree before, List<String> command)
      throws IOException, SandboxException, InterruptedException {
    Subprocess.Result made = run(command);
    return switch (made.end()) {
      case OUT_OF_TIME, STOPPED -> exceeded(made);
      case EXITED ->
          made.status() == 0
              ? found(Tree.of(copy), before.files(), made.output())
              : new Failed(
                  "\"" + String.join(" ", command) + "\" fails with status " + made.status() + ".",
                  made.output());
    };
  }

  /** All sources together; or, where they include one another, the one with main alone. */
  private Build compile(Tree tree, List<Path> sources)
      throws IOException, SandboxException, InterruptedException {
    Files.deleteIfExists(copy.resolve(Compiler.PROGRAM));
    Subprocess.Result all = run(Compiler.command(tree, sources));
    if (all.end() != Subprocess.End.EXITED) {
      return exceeded(all);
    }
    if (all.succeeded()) {
      return program(Tree.of(copy), Compiler.PROGRAM.toString(), List.of(), all.output());
    }
    List<Path> mains = Compiler.mains(tree, sources);
    if (mains.size() == 1 && sources.size() > 1) {
      Subprocess.Result one = run(Compiler.command(tree, mains));
      if (one.succeeded()) {
        return program(Tree.of(copy), Compiler.PROGRAM.toString(), List.of(), one.output());
      }
    }
    return new Failed(
        mains.size() > 1 && all.output().contains("multiple definition of `main'")
            ? "Several files have a main function: "
                + names(mains)
                + "; hand in one program, or a Makefile, or name the files in grading.yml, build: command."
            : "The compiler reports an error.",
        all.output());
  }

  /** The program that the assignment names, else the only one that the build made. */
  private Build found(Tree tree, Map<Path, BasicFileAttributes> before, String log)
      throws IOException {
    Optional<String> named = spec.build().program();
    if (named.isPresent()) {
      return program(tree, named.get(), List.of(), log);
    }
    List<Path> programs = new ArrayList<>();
    for (Path file : tree.files().keySet()) {
      if (isNew(file, tree, before)
          && Files.isExecutable(copy.resolve(file))
          && Elf.of(copy.resolve(file)).filter(Elf::executable).isPresent()) {
        programs.add(file);
      }
    }
    return switch (programs.size()) {
      case 0 -> new Failed(before.isEmpty() ? NOTHING : NOTHING_MADE, log);
      case 1 -> program(tree, programs.getFirst().toString(), List.of(), log);
      default ->
          new Failed(
              "There are several programs: "
                  + names(programs)
                  + "; make only one, or name it in grading.yml, build: program.",
              log);
    };
  }

  private static boolean isNew(Path file, Tree tree, Map<Path, BasicFileAttributes> before) {
    BasicFileAttributes was = before.get(file);
    BasicFileAttributes is = tree.files().get(file);
    return was == null
        || is == null
        || was.size() != is.size()
        || !was.lastModifiedTime().equals(is.lastModifiedTime());
  }

  private Build program(Tree tree, String name, List<String> arguments, String log)
      throws IOException {
    Path path = Path.of(name).normalize();
    if (!tree.files().containsKey(path)) {
      return new Failed("There is no program " + Printable.text(name) + " after the build.", log);
    }
    Optional<Elf> elf = Elf.of(copy.resolve(path));
    if (elf.isPresent() && !elf.get().isNative()) {
      return new Failed("The program " + Printable.text(name) + " is for another kind of processor.", log);
    }
    return Files.isExecutable(copy.resolve(path))
        ? new Program(copy, path, arguments)
        : new Failed("The file " + Printable.text(name) + " is not executable.", log);
  }

  private Subprocess.Result run(List<String> command)
      throws IOException, SandboxException, InterruptedException {
    Spec.Limits limits = spec.run().limits();
    List<String> limited =
        new ArrayList<>(
            List.of(
                "prlimit",
                "--core=0",
                "--nproc=" + PROCESSES,
                "--nofile=" + OPEN_FILES,
                "--as=" + Math.max(LEAST_MEMORY, limits.memoryBytes()),
                "--fsize=" + Tree.MOST_BYTES,
                "--cpu=" + (limits.buildMillis() / 1000 + 1),
                "--"));
    limited.addAll(command);
    // As pid 1, so that nothing of the build is alive any more when it has ended.
    Container container =
        kit
            .container()
            .alone()
            .readOnly(kit.compilers(), TOOLS)
            .searching(TOOLS)
            .writable(copy, Container.WORK);
    return Subprocess.run(
        container.command(User.become(), limited),
        "",
        Duration.ofMillis(limits.buildMillis()),
        this::isUnfit);
  }

  private boolean isUnfit() {
    try {
      Tree.of(copy);
      return false;
    } catch (Tree.Unfit _) {
      return true;
    } catch (IOException _) {
      return false; // Files come and go while it builds.
    }
  }

  private Build exceeded(Subprocess.Result result) {
    return result.end() == Subprocess.End.OUT_OF_TIME
        ? new Exceeded("build", spec.run().limits().buildMillis(), result.output())
        : new Exceeded("disk", Tree.MOST_BYTES, result.output());
  }

  private static String names(List<Path> files) {
    return files.stream()
        .limit(5)
        .map(file -> Printable.text(file.toString()))
        .collect(Collectors.joining(", "));
  }
}
