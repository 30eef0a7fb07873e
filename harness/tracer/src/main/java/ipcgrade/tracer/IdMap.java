package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.ProcFile;
import java.util.List;

/** User or group ids of the tracer's namespace as a program's namespace calls them, user_namespaces(7). */
record IdMap(List<Range> ranges) {
  private static final int OVERFLOW = 65534;

  private record Range(long inside, long outside, long length) {}

  /** /proc/PID/uid_map or gid_map. */
  static IdMap of(int pid, String file) {
    return new IdMap(
        ProcFile.read("/proc/" + pid + "/" + file)
            .lines()
            .map(line -> line.strip().split(" +", -1))
            .map(f -> new Range(Long.parseLong(f[0]), Long.parseLong(f[1]), Long.parseLong(f[2])))
            .toList());
  }

  int inside(int id) {
    for (Range range : ranges) {
      if (id >= range.outside && id < range.outside + range.length) {
        return (int) (id - range.outside + range.inside);
      }
    }
    return OVERFLOW;
  }
}
