package ipcgrade.sandbox.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What files are to a submission, by their names, or as programs by how they begin. */
public final class Sources {
  private static final Pattern SOURCE =
      Pattern.compile(".*\\.(c|cc|cpp|cxx|c\\+\\+|h|hpp)|(gnu)?makefile", Pattern.CASE_INSENSITIVE);

  private Sources() {}

  /** Whether it is C or C++, or a Makefile. */
  public static boolean isSource(Path file) {
    return SOURCE.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Whether a regular file is a source, or a program already, or says which one is. */
  public static boolean isProgram(Path file) {
    return isSource(file) || Builder.RUN.equals(file.getFileName()) || isExecutable(file);
  }

  private static boolean isExecutable(Path file) {
    try {
      return Elf.of(file).filter(Elf::executable).isPresent();
    } catch (IOException _) {
      return false; // a link, or nobody may read it
    }
  }

  /** What archivers and file managers leave, or what is in it: .git, .DS_Store, __MACOSX. */
  public static boolean isNoise(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".") || part.toString().equals("__MACOSX")) {
        return true;
      }
    }
    return false;
  }
}
