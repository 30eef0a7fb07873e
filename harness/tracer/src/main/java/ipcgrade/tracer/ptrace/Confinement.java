package ipcgrade.tracer.ptrace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * What a container's shell loses when it is about to execute the program: all capabilities, for good, and the
 * system calls that {@link SeccompFilter} forbids or has the tracer see. It gets limits, and a session of its own,
 * so that its {@code kill(0, …)} reaches only what it started itself.
 *
 * <p>The shell makes the calls itself, {@link RemoteCalls}: setpriv(1) and setsid(1) would cost two executions,
 * and the filter, loaded before them, a stop at most of their calls.
 */
public final class Confinement {
  private static final Numbers SETSID = new Numbers(112, 157);
  private static final Numbers CAPSET = new Numbers(126, 91);
  private static final Numbers SCHED_SETAFFINITY = new Numbers(203, 122);
  private static final Numbers PRLIMIT = new Numbers(302, 261);
  private static final Numbers PRCTL = new Numbers(157, 167);

  private static final int PR_SET_SECCOMP = 22;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final int SECCOMP_MODE_FILTER = 2;

  /** _LINUX_CAPABILITY_VERSION_3, with two struct __user_cap_data_struct: capset(2). */
  private static final int CAPABILITIES = 0x20080522;

  private static final int CAPABILITIES_BYTES = 8 + 2 * 12;

  private static final byte[] FILTER = SeccompFilter.program();

  private Confinement() {}

  /**
   * Confines a tracee that stands at the entry of execve(2), and keeps it on the tracer's processor.
   *
   * @param limits both soft and hard, of more than 0; where the one that it has is stricter, that stays
   * @return the tracee, at that entry again
   * @throws KernelFault if any of it fails
   */
  public static Stopped of(
      Tracer tracer, Stopped stopped, SyscallEntry execve, Map<Tracer.Resource, Long> limits)
      throws TraceeDied {
    long bounding = bounding(stopped.tid());
    RemoteCalls calls = RemoteCalls.before(tracer, stopped, execve);
    calls.call("setsid", SETSID);
    for (int capability = 0; capability < Long.SIZE; capability++) {
      if ((bounding >> capability & 1) != 0) {
        calls.call("PR_CAPBSET_DROP", PRCTL, PR_CAPBSET_DROP, capability, 0, 0, 0);
      }
    }
    calls.call("PR_CAP_AMBIENT", PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    byte[] affinity = tracer.affinity();
    calls.call("sched_setaffinity", SCHED_SETAFFINITY, 0, affinity.length, calls.put(0, affinity));
    for (Map.Entry<Tracer.Resource, Long> limit : limits.entrySet()) {
      long value = limit.getValue();
      if (value > 0) {
        long both = calls.put(0, buffer(16).putLong(value).putLong(value).array());
        calls.attempt("prlimit", PRLIMIT, 0, limit.getKey().number(), both, 0);
      }
    }
    long none = calls.put(0, buffer(CAPABILITIES_BYTES).putInt(CAPABILITIES).array());
    calls.call("capset", CAPSET, none, none + 8);
    calls.call("PR_SET_NO_NEW_PRIVS", PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    long filter = calls.put(64, FILTER);
    long program =
        calls.put(
            CAPABILITIES_BYTES, buffer(16).putShort((short) (FILTER.length / 8)).putLong(8, filter).array());
    calls.call("PR_SET_SECCOMP", PRCTL, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program);
    return calls.end();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  /** The set of capabilities that it and those it executes can have, proc_pid_status(5). */
  private static long bounding(int tid) {
    String status = ProcFile.read("/proc/" + tid + "/status");
    int at = status.indexOf("CapBnd:");
    int end = status.indexOf('\n', at);
    if (at < 0 || end < 0) {
      throw new KernelFault("reading the capabilities of the container's shell", Errno.ESRCH);
    }
    return Long.parseUnsignedLong(status.substring(at + "CapBnd:".length(), end).strip(), 16);
  }
}
