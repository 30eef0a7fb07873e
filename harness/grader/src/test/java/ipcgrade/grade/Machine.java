package ipcgrade.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What there is on this machine that submissions of a sandbox may have left behind.
 *
 * <p>Others use the machine too, so only what can be ours is seen. All that a sandbox makes lies under a
 * directory of its own, its mark: every process of its containers has it in its mount table, whatever else
 * it does, since it cannot leave its mount namespace. The programs call their files and objects
 * {@value #NAME}-something, and give their objects keys that begin with those letters.
 *
 * @param processes descendants of this JVM, and processes whose mounts, arguments or directory bear the mark
 * @param namespaces that these processes or open files of this JVM keep alive
 * @param ipc System V objects of this IPC namespace that can be a submission's, and POSIX ones
 * @param mounts of this mount namespace that bear the mark
 * @param files under the mark, and those that bear a program's name where any program would write
 */
record Machine(
    Set<String> processes, Set<String> namespaces, Set<String> ipc, Set<String> mounts, Set<String> files) {
  /** What the hostile programs call what they make. */
  static final String NAME = "hostile";

  /** Their keys begin with "hst". */
  private static final int KEY = 0x687374;

  private static final long SELF = ProcessHandle.current().pid();
  private static final List<Path> ANYWHERE =
      Stream.of("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/dev/mqueue", "/run", "/usr", "/usr/bin",
          "/etc", "/root",
          "/home", "/var", "/opt", "/srv", "/mnt", "/boot", "/sys").map(Path::of).toList();

  /** What there is now. */
  static Machine now(Path mark) throws IOException {
    String sign = mark.subpath(mark.getNameCount() - 2, mark.getNameCount()).toString(); // /tmp may be a mount
    Map<Long, String> ours = processes(sign);
    Set<String> namespaces = links(Path.of("/proc/self/fd"));
    for (long pid : ours.keySet()) {
      namespaces.addAll(links(Path.of("/proc/" + pid + "/ns")));
      namespaces.addAll(links(Path.of("/proc/" + pid + "/fd")));
    }
    Set<String> ipc = new TreeSet<>();
    for (String kind : List.of("msg", "sem", "shm")) {
      lines("/proc/sysvipc/" + kind).skip(1).map(line -> object(kind, line)).filter(o -> !o.isEmpty())
          .forEach(ipc::add);
    }
    Set<String> mounts = new TreeSet<>();
    lines("/proc/self/mountinfo").filter(line -> line.contains(sign))
        .forEach(mounts::add);
    return new Machine(new TreeSet<>(ours.values()), namespaces, ipc, mounts, files(mark));
  }

  /** What there is more than there was. */
  List<String> since(Machine before) {
    List<String> more = new ArrayList<>();
    add(more, "process", processes, before.processes);
    add(more, "namespace", namespaces, before.namespaces);
    add(more, "object", ipc, before.ipc);
    add(more, "mount", mounts, before.mounts);
    add(more, "file", files, before.files);
    return more;
  }

  private static void add(List<String> more, String kind, Set<String> now, Set<String> before) {
    now.stream().filter(each -> !before.contains(each)).map(each -> kind + " " + each).forEach(more::add);
  }

  private static Map<Long, String> processes(String sign) {
    Map<Long, Long> parents = new HashMap<>();
    Map<Long, String> ours = new HashMap<>();
    for (Path process : list(Path.of("/proc"))) {
      String name = String.valueOf(process.getFileName());
      if (name.chars().allMatch(Character::isDigit)) {
        long pid = Long.parseLong(name);
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 3);
        if (fields.length > 1) {
          parents.put(pid, Long.parseLong(fields[1]));
          if (pid != SELF
              && (read(process.resolve("mountinfo")).contains(sign)
                  || read(process.resolve("cmdline")).contains(sign)
                  || link(process.resolve("cwd")).contains(sign))) {
            ours.put(pid, describe(process));
          }
        }
      }
    }
    for (long pid : parents.keySet()) {
      if (descends(pid, parents)) {
        ours.put(pid, describe(Path.of("/proc/" + pid)));
      }
    }
    return ours;
  }

  private static boolean descends(long pid, Map<Long, Long> parents) {
    Set<Long> seen = new HashSet<>();
    long above = parents.getOrDefault(pid, 0L);
    while (above > 1 && above != SELF && seen.add(above)) {
      above = parents.getOrDefault(above, 0L);
    }
    return above == SELF;
  }

  private static String describe(Path process) {
    return process.getFileName() + " " + read(process.resolve("comm")).strip() + " "
        + read(process.resolve("cmdline")).replace('\0', ' ').strip();
  }

  /** A System V object that can be a submission's: nobody's, or with a key of theirs; else "". */
  private static String object(String kind, String line) {
    String[] fields = line.strip().split(" +", -1);
    int key = Integer.parseInt(fields[0]);
    int uid = Integer.parseInt(fields[kind.equals("msg") ? 7 : kind.equals("sem") ? 4 : 7]);
    return key >>> 8 == KEY || uid == 65534 ? kind + " " + fields[1] : "";
  }

  private static Set<String> files(Path mark) throws IOException {
    Set<String> files = new TreeSet<>();
    if (Files.exists(mark)) {
      try (Stream<Path> all = Files.walk(mark, 3)) {
        all.filter(file -> !file.equals(mark)).map(Path::toString).forEach(files::add);
      }
    }
    for (Path directory : ANYWHERE) {
      for (Path file : list(directory)) {
        if (String.valueOf(file.getFileName()).startsWith(NAME)) {
          files.add(file.toString());
        }
      }
    }
    return files;
  }

  /** The namespaces to which links in a directory of /proc lead. */
  private static Set<String> links(Path directory) {
    Set<String> found = new TreeSet<>();
    for (Path each : list(directory)) {
      String target = link(each);
      if (target.matches("[a-z_]+:\\[\\d+]") && !target.startsWith("pipe") && !target.startsWith("socket")) {
        found.add(target);
      }
    }
    return found;
  }

  private static Stream<String> lines(String file) throws IOException {
    return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1).lines();
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> inside = Files.list(directory)) {
      return inside.toList();
    } catch (IOException | UncheckedIOException _) {
      return List.of(); // gone, or not ours to look at
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  private static String link(Path path) {
    try {
      return Files.isSymbolicLink(path) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          ? Files.readSymbolicLink(path).toString()
          : "";
    } catch (IOException _) {
      return "";
    }
  }
}
