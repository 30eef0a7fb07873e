package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The IPC namespace of a run, which the tracer's thread enters for good. Threads started later by other
 * threads are not affected.
 *
 * <p>A msqid is {@code seq << 15 | index} (ipcmni_seq_shift in the kernel's ipc/util.h; index is the first
 * free slot of the namespace's table). The kernel counts {@code seq} up from 0, so that a fresh namespace
 * hands out 0, 1, 2…; {@link #nextMsqid} sets it for the next queue through
 * /proc/sys/kernel/msg_next_id.
 */
public final class IpcNamespace implements AutoCloseable {
  /** What one more in {@code seq} adds to a msqid. */
  public static final int SEQUENCE_STEP = 1 << 15;

  private static final int CLONE_NEWIPC = 0x08000000;
  private static final int O_RDONLY = 0;
  private static final int SHM_INFO = 14;
  private static final int SHM_INFO_BYTES = 48;
  private static final int SEM_INFO = 19;
  private static final int SEMINFO_BYTES = 40;
  private static final int SEMUSZ = 28;
  private static final int GETALL = 13;

  private final ProcFile table;
  private final ProcFile nextId;

  private IpcNamespace(boolean own) {
    table = ProcFile.open("/proc/sysvipc/msg");
    nextId =
        own
            ? ProcFile.openForWriting("/proc/sys/kernel/msg_next_id")
            : ProcFile.openForWriting("/nonexistent");
  }

  /** The namespace that the tracer is in already; its msqids are left alone. */
  public static IpcNamespace shared() {
    return new IpcNamespace(false);
  }

  /** Enters the namespace of a process, setns(2). */
  public static IpcNamespace of(int pid) {
    int fd = Libc.open("/proc/" + pid + "/ns/ipc", O_RDONLY);
    int result = fd < 0 ? fd : Libc.setns(fd, CLONE_NEWIPC);
    if (fd >= 0) {
      Libc.close(fd);
    }
    if (result < 0) {
      throw new KernelFault("entering the IPC namespace of the run", -result);
    }
    return new IpcNamespace(true);
  }

  /** /proc/sysvipc/msg: a heading and a line per queue, with pids as the tracer's namespace has them. */
  public String table() {
    return table.text();
  }

  /** The next queue to be created gets {@code sequence} times {@link #SEQUENCE_STEP} plus a small index. */
  public void nextMsqid(int sequence) {
    if (nextId.exists()) {
      nextId.write(Integer.toString(sequence * SEQUENCE_STEP));
    }
  }

  /** What of System V shared memory there is, shmctl(2), SHM_INFO. */
  public SharedMemory sharedMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SHM_INFO_BYTES, 8);
      if (Libc.shmctl(SHM_INFO, info) < 0) {
        return new SharedMemory(0, 0);
      }
      long pages = info.get(JAVA_LONG, 16) + info.get(JAVA_LONG, 24);
      return new SharedMemory(info.get(JAVA_INT, 0), pages * Libc.pageSize());
    }
  }

  /**
   * Shared memory segments.
   *
   * @param segments how many exist
   * @param bytes of their pages that have been used
   */
  public record SharedMemory(int segments, long bytes) {}

  /** How many System V semaphore sets exist, semctl(2), SEM_INFO. */
  public int semaphoreSets() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SEMINFO_BYTES, 8);
      return Libc.semctl(0, SEM_INFO, info) < 0 ? 0 : info.get(JAVA_INT, SEMUSZ);
    }
  }

  /** /proc/sysvipc/sem: a heading and a line per set. */
  public String semaphoreTable() {
    return ProcFile.read("/proc/sysvipc/sem");
  }

  /** The values of a set of {@code nsems} semaphores, semctl(2), GETALL; none if there is no such set. */
  public List<Integer> semaphores(int semid, int nsems) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(Math.max(1, nsems) * 2L, 2);
      if (Libc.semctl(semid, GETALL, values) < 0) {
        return List.of();
      }
      return IntStream.range(0, nsems)
          .mapToObj(semnum -> (int) values.getAtIndex(JAVA_CHAR, semnum))
          .toList();
    }
  }

  @Override
  public void close() {
    table.close();
    nextId.close();
  }
}
