package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.ProcFile;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that a run's processes hold together. What costs little to read counts pages more than once
 * that processes share, as they do after fork(2); only where that sum is too much it is counted exactly.
 */
final class MemoryUse {
  private static final long PAUSE_NANOS = 100_000_000;

  /** Of the machine's memory, this share must be available, or else the kernel may end the harness. */
  private static final double LEAST_SHARE = 0.02;

  private final long limit;
  private final Map<String, Long> largest = new HashMap<>();
  private long nextCount = System.nanoTime();
  private long nextLook = nextCount;
  private long countedTwice;

  /** How much the limit allows, bytes; 0 is no limit. */
  MemoryUse(long limit) {
    this.limit = limit;
  }

  /**
   * Whether more than the limit is held.
   *
   * @param besides what no process need have mapped: shared memory segments, files in memory
   */
  boolean exceeded(Collection<Proc> processes, long besides) {
    if (limit == 0) {
      return false;
    }
    long resident = besides;
    long mapped = besides;
    for (Proc proc : processes) {
      resident += proc.stat.residentBytes();
      mapped += proc.stat.addressBytes();
    }
    if (mapped <= limit) {
      return false;
    }
    long now = System.nanoTime();
    if (resident - countedTwice <= limit && now < nextCount) {
      return false;
    }
    nextCount = now + PAUSE_NANOS;
    long shared = sharedBytes(processes);
    if (resident + shared <= limit) {
      countedTwice = 0;
      return false;
    }
    long own = privateBytes(processes) + besides;
    countedTwice = resident - own;
    return own + shared > limit;
  }

  /** Whether the machine itself has hardly any memory left, proc_meminfo(5). */
  boolean machineIsShort() {
    long now = System.nanoTime();
    if (limit == 0 || now < nextLook) {
      return false;
    }
    nextLook = now + PAUSE_NANOS;
    String text = ProcFile.read("/proc/meminfo");
    long available = kib(text, "MemAvailable:");
    return available >= 0 && available < LEAST_SHARE * kib(text, "MemTotal:");
  }

  /** What is not backed by a file, each page divided by the number of those who share it, proc_pid_smaps(5). */
  private static long privateBytes(Collection<Proc> processes) {
    long kib = 0;
    for (Proc proc : processes) {
      String text = ProcFile.read("/proc/" + proc.hostPid + "/smaps_rollup");
      // Linux 5.8 and older do not set it apart
      long anonymous = kib(text, "Pss_Anon:");
      kib += anonymous >= 0 ? anonymous : Math.max(0, kib(text, "Pss:"));
    }
    return kib << 10;
  }

  /**
   * The sizes of shared mappings without a file, mmap(2): a page of them may be in memory without being in
   * that of any process, so they count as a whole, and by the largest part that was ever seen mapped.
   */
  private long sharedBytes(Collection<Proc> processes) {
    Map<String, Long> seen = new HashMap<>();
    for (Proc proc : processes) {
      for (String line : ProcFile.read("/proc/" + proc.hostPid + "/maps").split("\n", -1)) {
        if (line.endsWith("/dev/zero (deleted)")) {
          Mapping mapping = Mapping.of(line);
          seen.merge(mapping.inode, Math.max(mapping.end, largest.getOrDefault(mapping.inode, 0L)),
              Math::max);
        }
      }
    }
    largest.clear();
    largest.putAll(seen);
    return seen.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A part of an object in memory, up to {@code end} of it. */
  private record Mapping(String inode, long end) {
    /** {@code start-end rw-s offset device inode name}, proc_pid_maps(5). */
    static Mapping of(String line) {
      String[] fields = line.split(" +", -1);
      int dash = fields[0].indexOf('-');
      long start = Long.parseUnsignedLong(fields[0], 0, dash, 16);
      long end = Long.parseUnsignedLong(fields[0], dash + 1, fields[0].length(), 16);
      return new Mapping(fields[4], Long.parseUnsignedLong(fields[2], 16) + end - start);
    }
  }

  /** The number after a name, in KiB; -1 if it is not there. */
  private static long kib(String text, String name) {
    int at = text.indexOf(name);
    int end = text.indexOf(" kB", at);
    return at < 0 || end < 0 ? -1 : Long.parseLong(text.substring(at + name.length(), end).strip());
  }
}
