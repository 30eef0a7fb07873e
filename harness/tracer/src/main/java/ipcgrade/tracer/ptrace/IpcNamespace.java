package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
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
  private static final int IPC_RMID = 0;
  private static final int IPC_SET = 1;
  private static final int IPC_STAT = 2;
  private static final int IPC_CREAT = 01000;
  private static final int IPC_NOWAIT = 04000;
  private static final int OWNER = 0600;

  // struct msqid_ds: msg_perm with uid and gid behind the key, three times, cbytes, qnum, qbytes, and more
  private static final int MSQID_DS_BYTES = 256;
  private static final int MSQID_DS_UID = 4;
  private static final int MSQID_DS_GID = 8;
  private static final int MSQID_DS_QBYTES = 88;

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

  /** How many queues there may be at once, kernel.msgmni; tells whether the kernel took it, which may ask for root. */
  public boolean mostQueues(int most) {
    try (ProcFile msgmni = ProcFile.openForWriting("/proc/sys/kernel/msgmni")) {
      return msgmni.write(Integer.toString(most));
    }
  }

  /** Makes a queue hold no more than so many bytes, and messages, msgctl(2), IPC_SET. */
  public void resize(int msqid, long qbytes) {
    change(msqid, queue -> queue.set(JAVA_LONG, MSQID_DS_QBYTES, qbytes));
  }

  /** Removes a queue, msgctl(2), IPC_RMID; when this returns those who wait at it run. */
  public void remove(int msqid) {
    done("removing a queue of the run", Libc.msgctl(msqid, IPC_RMID, MemorySegment.NULL));
  }

  /** Makes a queue that belongs to a user, as the tracer knows them; its msqid. */
  public int create(int key, int uid, int gid) {
    int msqid = done("making a queue for the run", Libc.msgget(key, IPC_CREAT | OWNER));
    change(
        msqid,
        queue -> {
          queue.set(JAVA_INT, MSQID_DS_UID, uid);
          queue.set(JAVA_INT, MSQID_DS_GID, gid);
        });
    return msqid;
  }

  /** Puts a message into a queue that has room for it, msgsnd(2). */
  public void send(int msqid, long mtype, byte[] mtext) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(JAVA_LONG.byteSize() + mtext.length, JAVA_LONG.byteAlignment());
      message.set(JAVA_LONG, 0, mtype);
      MemorySegment.copy(mtext, 0, message, JAVA_BYTE, JAVA_LONG.byteSize(), mtext.length);
      done(
          "putting a message into a queue of the run",
          Libc.msgsnd(msqid, message, mtext.length, IPC_NOWAIT));
    }
  }

  private static void change(int msqid, Consumer<MemorySegment> change) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment queue = arena.allocate(MSQID_DS_BYTES, 8);
      done("looking at a queue of the run", Libc.msgctl(msqid, IPC_STAT, queue));
      change.accept(queue);
      done("changing a queue of the run", Libc.msgctl(msqid, IPC_SET, queue));
    }
  }

  private static int done(String what, int result) {
    if (result < 0) {
      throw new KernelFault(what, -result);
    }
    return result;
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
