package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox.Build;
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
  private static final int LONGEST_RUN = 4096;

  private static final String NOTHING =
      "There is no C or C++ source, no Makefile and no program in the submission.";
  private static final String NOTHING_MADE =
      "The build makes no program; if it does, name it in grading.yml, build: program.";

  private final Path copy;
  private final Spec spec;
  private final BuildCommand commands;

  Builder(Kit kit, Path copy, Spec spec) {
    this.copy = copy;
    this.spec = spec;
    commands = new BuildCommand(kit, copy, Duration.ofMillis(spec.run().limits().buildMillis()));
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
    BuildCommand.Made made = commands.run(command);
    if (made.exceeded().isPresent()) {
      return made.exceeded().get();
    }
    return made.succeeded()
        ? found(Tree.of(made.tree()), before.files(), made.log())
        : new Failed(
            "\"" + String.join(" ", command) + "\" fails with status " + made.status() + ".", made.log());
  }

  /** All sources together; or, where they include one another, the one with main alone. */
  private Build compile(Tree tree, List<Path> sources)
      throws IOException, SandboxException, InterruptedException {
    Files.deleteIfExists(copy.resolve(Compiler.PROGRAM));
    BuildCommand.Made all = commands.run(Compiler.command(tree, sources));
    if (all.exceeded().isPresent()) {
      return all.exceeded().get();
    }
    if (all.succeeded()) {
      return program(Tree.of(all.tree()), Compiler.PROGRAM.toString(), List.of(), all.log());
    }
    List<Path> mains = Compiler.mains(tree, sources);
    if (mains.size() == 1 && sources.size() > 1) {
      BuildCommand.Made one = commands.run(Compiler.command(tree, mains));
      if (one.succeeded()) {
        return program(Tree.of(one.tree()), Compiler.PROGRAM.toString(), List.of(), one.log());
      }
    }
    return new Failed(
        mains.size() > 1 && all.log().contains("multiple definition of `main'")
            ? "Several files have a main function: "
                + names(mains)
                + "; hand in one program, or a Makefile, or name the files in grading.yml, build: command."
            : "The compiler reports an error.",
        all.log());
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
          && Tree.isExecutable(tree.root().resolve(file))
          && Elf.of(tree.root().resolve(file)).filter(Elf::executable).isPresent()) {
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
    Optional<Elf> elf = Elf.of(tree.root().resolve(path));
    if (elf.isPresent() && !elf.get().isNative()) {
      return new Failed("The program " + Printable.text(name) + " is for another kind of processor.", log);
    }
    return Tree.isExecutable(tree.root().resolve(path))
        ? new Program(tree.root(), path, arguments)
        : new Failed("The file " + Printable.text(name) + " is not executable.", log);
  }

  private static String names(List<Path> files) {
    return files.stream()
        .limit(5)
        .map(file -> Printable.text(file.toString()))
        .collect(Collectors.joining(", "));
  }
}
