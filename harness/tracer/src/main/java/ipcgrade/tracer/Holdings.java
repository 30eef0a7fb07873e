package ipcgrade.tracer;

import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Limits;
import ipcgrade.tracer.ptrace.FileSystem;
import ipcgrade.tracer.ptrace.IpcNamespace;
import ipcgrade.tracer.ptrace.ProcFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run holds that no event tells of: files in the file systems that its container has in memory,
 * semaphores, shared memory, and memory as such.
 */
final class Holdings implements AutoCloseable {
  /** What the kernel keeps of a file besides its content, rounded up. */
  private static final long FILE_BYTES = 1024;

  private static final String SHORT =
      "this machine has hardly any memory left: end other programs, or grade fewer submissions at a time";

  private final Limits limits;
  private final IpcNamespace namespace;
  private final List<FileSystem> fileSystems = new ArrayList<>();
  private final MemoryUse memory;
  private final long atFirst;

  /**
   * Those of a container in which the program is about to begin.
   *
   * @param program a process of it
   */
  Holdings(Limits limits, IpcNamespace namespace, int program) {
    this.limits = limits;
    this.namespace = namespace;
    memory = new MemoryUse(limits.memoryBytes());
    for (String directory : inMemory(ProcFile.read("/proc/" + program + "/mountinfo"))) {
      FileSystem.of("/proc/" + program + "/root" + directory).ifPresent(fileSystems::add);
    }
    atFirst = fileBytes();
  }

  /** The limit that has been exceeded, or null. */
  @Nullable
  RunEnd exceeded(Collection<Proc> processes) {
    IpcNamespace.SharedMemory shared = namespace.sharedMemory();
    long files = fileBytes() - atFirst;
    if (limits.diskBytes() > 0 && files > limits.diskBytes()) {
      return new RunEnd.LimitExceeded("disk", limits.diskBytes());
    }
    if (limits.segments() > 0 && shared.segments() > limits.segments()) {
      return new RunEnd.LimitExceeded("shared-memory", limits.segments());
    }
    if (limits.semaphores() > 0 && namespace.semaphoreSets() > limits.semaphores()) {
      return new RunEnd.LimitExceeded("semaphores", limits.semaphores());
    }
    if (memory.exceeded(processes, files + shared.bytes())) {
      return new RunEnd.LimitExceeded("memory", limits.memoryBytes());
    }
    return memory.machineIsShort()
        ? new RunEnd.HarnessFault(SHORT)
        : null;
  }

  private long fileBytes() {
    long bytes = 0;
    for (FileSystem each : fileSystems) {
      FileSystem.Content content = each.content();
      bytes += content.bytes() + content.files() * FILE_BYTES;
    }
    return bytes;
  }

  /**
   * The directories at which file systems in memory are mounted that can be written, each file system once:
   * {@code id parent device root directory options … - type source options}, proc_pid_mountinfo(5).
   */
  private static Collection<String> inMemory(String mountInfo) {
    Map<String, String> directories = new LinkedHashMap<>();
    for (String line : mountInfo.split("\n", -1)) {
      String[] fields = line.split(" ", 7);
      if (line.contains(" - tmpfs ") && fields[5].startsWith("rw")) {
        directories.putIfAbsent(fields[2], fields[4]);
      }
    }
    return directories.values();
  }

  @Override
  public void close() {
    fileSystems.forEach(FileSystem::close);
  }
}
