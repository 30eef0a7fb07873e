package ipcgrade.tracer.ptrace;

/** What differs between architectures: changing the call that a stopped tracee is making. */
interface Registers {
  Registers NATIVE = new X8664();

  void skip(int tid, long result) throws TraceeDied;

  void repeat(int tid, SyscallEntry entry) throws TraceeDied;

  void result(int tid, long result) throws TraceeDied;

  void argument(int tid, int index, long value) throws TraceeDied;

  long framePointer(int tid) throws TraceeDied;

  long stackPointer(int tid) throws TraceeDied;

  long interruptedResult(int tid) throws TraceeDied;

  /** struct user of &lt;sys/user.h&gt;, by byte offsets. */
  final class X8664 implements Registers {
    private static final int PTRACE_PEEKUSER = 3;
    private static final int PTRACE_POKEUSER = 6;
    private static final long RBP = 32;
    private static final long RAX = 80;
    private static final long ORIG_RAX = 120;
    private static final long RIP = 128;
    private static final long RSP = 152;
    private static final long[] ARGUMENTS = {112, 104, 96, 56, 72, 64};

    /** From rsp at a handler's start: the return address, 40 bytes of ucontext, then gregs[REG_RAX]. */
    private static final long SAVED_RAX = 8 + 40 + 13 * 8;

    /** Length of the syscall instruction, bytes. */
    private static final long SYSCALL = 2;

    @Override
    public void skip(int tid, long result) throws TraceeDied {
      poke(tid, ORIG_RAX, -1);
      poke(tid, RAX, result);
    }

    @Override
    public void repeat(int tid, SyscallEntry entry) throws TraceeDied {
      poke(tid, ORIG_RAX, -1);
      poke(tid, RAX, entry.number());
      poke(tid, RIP, entry.ip() - SYSCALL);
    }

    @Override
    public void result(int tid, long result) throws TraceeDied {
      poke(tid, RAX, result);
    }

    @Override
    public void argument(int tid, int index, long value) throws TraceeDied {
      poke(tid, ARGUMENTS[index], value);
    }

    @Override
    public long framePointer(int tid) throws TraceeDied {
      return Libc.peek(PTRACE_PEEKUSER, tid, RBP);
    }

    @Override
    public long stackPointer(int tid) throws TraceeDied {
      return Libc.peek(PTRACE_PEEKUSER, tid, RSP);
    }

    @Override
    public long interruptedResult(int tid) throws TraceeDied {
      byte[] saved = Memory.read(tid, stackPointer(tid) + SAVED_RAX, 8);
      return saved.length < 8 ? 0 : Memory.word(saved, 0);
    }

    private static void poke(int tid, long offset, long value) throws TraceeDied {
      Tracer.check(Libc.ptrace(PTRACE_POKEUSER, tid, offset, value), tid);
    }
  }
}
