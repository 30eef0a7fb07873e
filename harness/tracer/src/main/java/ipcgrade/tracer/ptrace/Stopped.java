package ipcgrade.tracer.ptrace;

import java.util.function.Consumer;

/**
 * A tracee that stands still. Letting it go uses the object up: what it points to may be anything then.
 */
public final class Stopped {
  private static final int PTRACE_CONT = 7;
  private static final int PTRACE_SINGLESTEP = 9;
  private static final int PTRACE_DETACH = 17;
  private static final int PTRACE_SYSCALL = 24;
  private static final int PTRACE_LISTEN = 0x4208;

  private final int tid;
  private final Stop stop;
  private final boolean everyCall;
  private boolean gone;

  Stopped(int tid, Stop stop, boolean everyCall) {
    this.tid = tid;
    this.stop = stop;
    this.everyCall = everyCall;
  }

  public int tid() {
    return tid;
  }

  public Stop stop() {
    return stop;
  }

  /** Lets it run until something happens; {@code signal} is delivered to it unless 0. */
  public void go(int signal) throws TraceeDied {
    release(everyCall ? PTRACE_SYSCALL : PTRACE_CONT, signal);
  }

  /** Lets it run until its present system call returns. */
  public void goToReturn() throws TraceeDied {
    release(PTRACE_SYSCALL, 0);
  }

  /** Lets it run until it makes a system call, or its present one returns; {@code signal} as in {@link #go}. */
  public void goToCall(int signal) throws TraceeDied {
    release(PTRACE_SYSCALL, signal);
  }

  /** Delivers {@code signal} and stops it again before the first instruction of the handler. */
  public void goToHandler(int signal) throws TraceeDied {
    release(PTRACE_SINGLESTEP, signal);
  }

  /** Ends the tracing: it runs, or stops if a signal that stops it is pending. */
  public void detach(int signal) throws TraceeDied {
    release(PTRACE_DETACH, signal);
  }

  /** Leaves it in its group stop, so that SIGCONT can end that. */
  public void listen() throws TraceeDied {
    release(PTRACE_LISTEN, 0);
  }

  /** At an entry: the call is not made and returns {@code result}. */
  public void skip(long result) throws TraceeDied {
    change(registers -> registers.skip(result));
  }

  /** At an entry or a return: the call is made again, once signals have been delivered. */
  public void repeat(SyscallEntry entry) throws TraceeDied {
    change(registers -> registers.repeat(entry));
  }

  /** At a return: the call returns {@code result}. */
  public void answer(long result) throws TraceeDied {
    change(registers -> registers.result(result));
  }

  /**
   * Changes an argument of the present call, or restores it at the return.
   *
   * @param index 1 to 5; argument 0 has the place of the result on aarch64
   */
  public void argument(int index, long value) throws TraceeDied {
    change(registers -> registers.argument(index, value));
  }

  /** Lets it go on at {@code address}. */
  public void jump(long address) throws TraceeDied {
    change(registers -> registers.jump(address));
  }

  /** The address of the instruction that comes next. */
  public long programCounter() throws TraceeDied {
    return Registers.of(tid).programCounter();
  }

  public long framePointer() throws TraceeDied {
    return Registers.of(tid).framePointer();
  }

  public long stackPointer() throws TraceeDied {
    return Registers.of(tid).stackPointer();
  }

  /** The address to return to of a function that has called no other; 0 where it is on the stack. */
  public long link() throws TraceeDied {
    return Registers.of(tid).link();
  }

  /** After {@link #goToHandler}: whether the call will be made again when the handler returns. */
  public boolean willRepeat(SyscallEntry interrupted) throws TraceeDied {
    int saved = Architecture.here().savedProgramCounter();
    byte[] address = Memory.read(tid, stackPointer() + saved, 8);
    return address.length < 8 || Memory.word(address, 0) != interrupted.ip();
  }

  private void change(Consumer<Registers> change) throws TraceeDied {
    Registers registers = Registers.of(tid);
    change.accept(registers);
    registers.store(tid);
  }

  private void release(int request, int signal) throws TraceeDied {
    if (gone) {
      throw new IllegalStateException("thread " + tid + " is not stopped any more");
    }
    gone = true;
    Tracer.check(Libc.ptrace(request, tid, 0, signal), tid);
  }
}
