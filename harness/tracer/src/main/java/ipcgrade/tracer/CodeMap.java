package ipcgrade.tracer;

import ipcgrade.trace.Frame;
import ipcgrade.tracer.ptrace.Architecture;
import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.ProcFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a program's own code lies in memory: the executable mappings of files outside the system's. */
final class CodeMap {
  private static final int ET_EXEC = 2;
  private static final int E_TYPE = 16;

  private record Mapping(long start, long end, String path, long base) {}

  private final List<Mapping> mappings;
  private final Map<Long, Boolean> afterCall = new HashMap<>();

  private CodeMap(List<Mapping> mappings) {
    this.mappings = mappings;
  }

  /** Reads /proc/PID/maps. */
  static CodeMap of(int pid) {
    Map<String, Long> bases = new HashMap<>();
    List<Mapping> mappings = new ArrayList<>();
    for (String line : ProcFile.read("/proc/" + pid + "/maps").split("\n", -1)) {
      int slash = line.indexOf('/');
      if (slash < 0 || system(line.substring(slash))) {
        continue;
      }
      int dash = line.indexOf('-');
      int space = line.indexOf(' ');
      String path = line.substring(slash);
      long start = Long.parseUnsignedLong(line, 0, dash, 16);
      bases.computeIfAbsent(path, p -> base(pid, start));
      if (line.charAt(space + 3) == 'x') {
        long end = Long.parseUnsignedLong(line, dash + 1, space, 16);
        mappings.add(new Mapping(start, end, path, bases.get(path)));
      }
    }
    return new CodeMap(mappings);
  }

  /** The frame of a return address in {@code pid}, or null if {@code word} is none in the program's own code. */
  @Nullable
  Frame frame(int pid, long word) {
    long address = Architecture.here().address(word);
    for (Mapping mapping : mappings) {
      if (address >= mapping.start && address < mapping.end) {
        return afterCall.computeIfAbsent(address, a -> followsCall(pid, a, mapping.start))
            ? Frame.unresolved(mapping.path, address - mapping.base)
            : null;
      }
    }
    return null;
  }

  private static boolean system(String path) {
    return path.startsWith("/usr/lib") || path.startsWith("/lib") || path.startsWith("/dev/")
        || path.startsWith("/SYSV") || path.startsWith("/memfd:");
  }

  /** What to subtract from an address so that addr2line(1) understands it. */
  private static long base(int pid, long start) {
    byte[] header = Memory.read(pid, start, E_TYPE + 2);
    return header.length == E_TYPE + 2 && header[E_TYPE] == ET_EXEC ? 0 : start;
  }

  private static boolean followsCall(int pid, long address, long start) {
    Architecture architecture = Architecture.here();
    int length = (int) Math.min(architecture.longestCall(), address - start);
    return architecture.endsInCall(Memory.read(pid, address - length, length));
  }
}
