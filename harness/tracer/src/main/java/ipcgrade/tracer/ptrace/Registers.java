package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The general registers of a stopped tracee, and what a tracer does to the system call in them. */
final class Registers {
  private final Architecture architecture;
  private final Architecture.Layout layout;
  private final long[] words;
  private boolean forgotten;

  /** @param words of the regset NT_PRSTATUS */
  Registers(Architecture architecture, long... words) {
    this.architecture = architecture;
    layout = architecture.layout();
    this.words = words;
  }

  /** Those of a tracee now; all 0 if its program is of another architecture, such as a 32-bit one. */
  static Registers of(int tid) throws TraceeDied {
    Architecture here = Architecture.here();
    long[] words = new long[here.layout().words()];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(words.length * 8L, 8);
      long length = Libc.getRegset(tid, Libc.NT_PRSTATUS, all);
      Tracer.check(length, tid);
      if (length == all.byteSize()) {
        MemorySegment.copy(all, JAVA_LONG, 0, words, 0, words.length);
      }
    }
    return new Registers(here, words);
  }

  /** Puts them back into the tracee. */
  void store(int tid) throws TraceeDied {
    try (Arena arena = Arena.ofConfined()) {
      Tracer.check(Libc.setRegset(tid, Libc.NT_PRSTATUS, arena.allocateFrom(JAVA_LONG, words)), tid);
      if (forgotten) {
        MemorySegment none = arena.allocate(4, 4).fill((byte) 0xff);
        Tracer.check(Libc.setRegset(tid, Libc.NT_ARM_SYSTEM_CALL, none), tid);
      }
    }
  }

  long get(int word) {
    return words[word];
  }

  void set(int word, long value) {
    words[word] = value;
  }

  /** At an entry: the number of the call, which is in a regset of its own, becomes -1. */
  void forgetCall() {
    forgotten = true;
  }

  /** Whether that was done. */
  boolean forgotten() {
    return forgotten;
  }

  /** At an entry: the call is not made and returns {@code result}. */
  void skip(long result) {
    architecture.forgetCall(this);
    result(result);
  }

  /** At an entry or a return: the call is not made, or its result forgotten, and made when the program goes on. */
  void repeat(SyscallEntry entry) {
    architecture.forgetCall(this);
    set(layout.arguments().getFirst(), entry.a0());
    set(layout.callNumber(), entry.number());
    set(layout.programCounter(), entry.ip() - architecture.systemCallLength());
  }

  /** At a return: the instruction at whose end {@code ip} is makes another call. */
  void call(int number, long ip, long... arguments) {
    architecture.forgetCall(this);
    for (int i = 0; i < arguments.length; i++) {
      set(layout.arguments().get(i), arguments[i]);
    }
    set(layout.callNumber(), number);
    set(layout.programCounter(), ip - architecture.systemCallLength());
  }

  /** At a return: the call returns {@code result}. */
  void result(long result) {
    set(layout.result(), result);
  }

  void argument(int index, long value) {
    set(layout.arguments().get(index), value);
  }

  void jump(long address) {
    set(layout.programCounter(), address);
  }

  long programCounter() {
    return get(layout.programCounter());
  }

  long stackPointer() {
    return get(layout.stackPointer());
  }

  long framePointer() {
    return get(layout.framePointer());
  }

  long link() {
    return architecture.link(this);
  }
}
