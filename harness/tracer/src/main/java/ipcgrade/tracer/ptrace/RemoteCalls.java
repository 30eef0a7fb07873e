package ipcgrade.tracer.ptrace;

/**
 * System calls that a tracee makes for its tracer, with the very instruction with which it was about to make
 * one of its own; that is made after them. What rr calls AutoRemoteSyscalls.
 *
 * <p>The tracee must be trusted code until then: it stands at the entry of a call, and others may see
 * its memory change below its stack.
 */
final class RemoteCalls {
  private static final int PTRACE_SYSCALL = 24;

  /** Below the stack pointer there is so much stack that is mapped, execve(2), and used by nobody. */
  private static final int BELOW = 16 << 10;

  private final Tracer tracer;
  private final int tid;
  private final SyscallEntry own;

  private RemoteCalls(Tracer tracer, int tid, SyscallEntry own) {
    this.tracer = tracer;
    this.tid = tid;
    this.own = own;
  }

  /** Holds back the call at whose entry a tracee stands. */
  static RemoteCalls before(Tracer tracer, Stopped stopped, SyscallEntry own) throws TraceeDied {
    RemoteCalls calls = new RemoteCalls(tracer, stopped.tid(), own);
    stopped.skip(-Errno.ENOSYS);
    stopped.goToReturn();
    calls.until(Stop.Return.class);
    return calls;
  }

  /**
   * Makes a call.
   *
   * @throws KernelFault if it fails
   */
  void call(String name, Numbers numbers, long... arguments) throws TraceeDied {
    long result = made(numbers, arguments);
    if (result < 0) {
      throw new KernelFault(name + " in the container", (int) -result);
    }
  }

  /**
   * Makes a call that may be refused.
   *
   * @throws KernelFault if it fails for another reason than EPERM
   */
  void attempt(String name, Numbers numbers, long... arguments) throws TraceeDied {
    long result = made(numbers, arguments);
    if (result < 0 && result != -Errno.EPERM) {
      throw new KernelFault(name + " in the container", (int) -result);
    }
  }

  private long made(Numbers numbers, long... arguments) throws TraceeDied {
    make(Architecture.here().number(numbers), arguments).goToReturn();
    return until(Stop.Return.class).stop() instanceof Stop.Return(long result) ? result : -Errno.ENOSYS;
  }

  /**
   * Puts bytes where arguments can point to.
   *
   * @param offset from where others are put; there are 12 KiB
   * @return their address
   */
  long put(int offset, byte[] bytes) {
    long address = (own.sp() - BELOW & -16L) + offset;
    if (!Memory.write(tid, address, bytes)) {
      throw new KernelFault("writing to the container's shell", Errno.EFAULT);
    }
    return address;
  }

  /** Has the tracee make its own call: it stands at its entry again. */
  Stopped end() throws TraceeDied {
    return make((int) own.number(), own.a0(), own.a1(), own.a2(), own.a3(), own.a4(), own.a5());
  }

  private Stopped make(int number, long... arguments) throws TraceeDied {
    Registers registers = Registers.of(tid);
    registers.call(number, own.ip(), arguments);
    registers.store(tid);
    Tracer.check(Libc.ptrace(PTRACE_SYSCALL, tid, 0, 0), tid);
    return until(Stop.Entry.class);
  }

  /** Signals that come before are delivered. */
  private Stopped until(Class<? extends Stop> wanted) throws TraceeDied {
    while (true) {
      Stopped stopped = tracer.awaitOnly(tid);
      if (wanted.isInstance(stopped.stop())) {
        return stopped;
      }
      stopped.goToCall(stopped.stop() instanceof Stop.Signal(int signal) ? signal : 0);
    }
  }
}
