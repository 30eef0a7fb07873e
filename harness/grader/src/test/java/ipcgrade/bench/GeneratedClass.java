package ipcgrade.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A class of any size, made of the fixtures: each student hands in one of them with identifiers of their own, so that no
 * two submissions are the same and all behave as their fixture does. Some hand in what attacks the grader.
 */
final class GeneratedClass {
  /** One submission in so many is hostile. */
  private static final int HOSTILE = 15;

  /** Of C, and what a program must not call otherwise. */
  private static final Set<String> KEPT =
      Set.of(
          "main", "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
          "enum",
          "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return",
          "short",
          "signed", "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void",
          "volatile", "while",
          "semun", "val", "errno", "environ", "mtype", "mtext");

  /** What stays as it is, or an identifier. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|^[ \\t]*#[^\\n]*"
              + "|(?<name>[A-Za-z_]\\w*)",
          Pattern.DOTALL | Pattern.MULTILINE);

  /** A local or global variable, a parameter or a function, after a type of C's own. */
  private static final Pattern DECLARED =
      Pattern.compile(
          "\\b(?:int|void|char|long|short|double|pid_t|key_t|size_t)\\b[ \\t]*\\**[ \\t]*(?<name>[A-Za-z_]\\w*)"
              + "[ \\t]*(?=[;=,()\\[])");

  private GeneratedClass() {}

  /**
   * Makes a class.
   *
   * @param fixtures directories that each hold a submission in C
   * @param hostile likewise, of those that attack
   * @param target where the students' directories are made; those of a larger class are the same and more
   * @return of each student the fixture
   */
  static Map<String, Path> make(List<Path> fixtures, List<Path> hostile, int size, Path target)
      throws IOException {
    Map<String, Path> students = new TreeMap<>();
    List<Path> ordinary = new ArrayList<>(fixtures);
    Collections.shuffle(ordinary, new Random(1));
    for (int number = 0; number < size; number++) {
      boolean attacks = number % HOSTILE == HOSTILE - 1 && !hostile.isEmpty();
      Path fixture =
          attacks ? hostile.get(number / HOSTILE % hostile.size()) : ordinary.get(number % ordinary.size());
      String student = "student-%04d".formatted(number);
      copy(fixture, target.resolve(student), number);
      students.put(student, fixture);
    }
    return students;
  }

  /** The fixtures in a directory whose sources are all C, in that directory itself. */
  static List<Path> inC(Path submissions) throws IOException {
    try (Stream<Path> all = Files.list(submissions)) {
      List<Path> inC = new ArrayList<>();
      for (Path each : all.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> files = Files.list(each)) {
          if (files.allMatch(
              file -> Files.isRegularFile(file) && file.toString().matches(".*(\\.[ch]|/[a-z]+\\.yml)"))) {
            inC.add(each);
          }
        }
      }
      return inC;
    }
  }

  private static void copy(Path fixture, Path target, int number) throws IOException {
    Files.createDirectories(target);
    Map<Path, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.list(fixture)) {
      for (Path file : files.filter(file -> file.toString().matches(".*\\.[ch]")).toList()) {
        sources.put(file, Files.readString(file));
      }
    }
    Set<String> names = new TreeSet<>();
    sources.values().forEach(text -> names.addAll(declared(text)));
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      String text = "/* handed in by student " + number + " */\n" + renamed(source.getValue(), names, number);
      Files.writeString(target.resolve(source.getKey().getFileName()), text);
    }
  }

  /** What a program declares and neither its macros nor a member of a structure are called. */
  static Set<String> declared(String text) {
    Set<String> names = new TreeSet<>();
    for (Matcher matcher = DECLARED.matcher(text); matcher.find();) {
      names.add(matcher.group("name"));
    }
    names.removeAll(KEPT);
    names.removeIf(
        name -> Pattern.compile("(\\.|->)\\s*" + name + "\\b|#[^\\n]*\\b" + name + "\\b").matcher(text)
            .find());
    return names;
  }

  /** A program in which all of some identifiers are others; what is in texts, comments and directives stays. */
  static String renamed(String text, Set<String> names, int number) {
    return TOKEN
        .matcher(text)
        .replaceAll(
            token -> {
              String name = token.group(1);
              return Matcher.quoteReplacement(
                  name != null && names.contains(name) ? name + "_" + Integer.toString(number, 36)
                      : token.group());
            });
  }
}
