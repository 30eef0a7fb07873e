package ipcgrade.tracer.ptrace;

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

  @Override
  public void close() {
    table.close();
    nextId.close();
  }
}
