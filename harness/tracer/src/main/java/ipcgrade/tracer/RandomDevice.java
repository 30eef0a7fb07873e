package ipcgrade.tracer;

import ipcgrade.tracer.ElfObject.Function;
import ipcgrade.tracer.ptrace.Architecture;
import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.Stopped;
import ipcgrade.tracer.ptrace.TraceeDied;
import org.jspecify.annotations.Nullable;

/**
 * std::random_device of libstdc++, which asks the processor (RDSEED, RDRAND) before it asks the kernel. Its function that
 * brings a number is replaced by one that calls getrandom(2), as soon as the library is loaded: where the program's
 * own first instruction is, a breakpoint waits for that. rr does likewise with LD_PRELOAD.
 *
 * <p>A program that executes RDRAND itself, or brings its own copy of the library, gets what the processor gives it.
 */
final class RandomDevice {
  private static final String LIBRARY = "libstdc++.so";

  /** std::random_device::_M_getval(). */
  private static final String NUMBER = "_ZNSt13random_device9_M_getvalEv";

  private final long headers;
  private final long count;
  private final long entry;
  private final byte[] original;

  private RandomDevice(long headers, long count, long entry, byte[] original) {
    this.headers = headers;
    this.count = count;
    this.entry = entry;
    this.original = original;
  }

  /**
   * Sets the breakpoint in a program that has just been exec'ed; null if it needs none.
   *
   * @param headers AT_PHDR of getauxval(3)
   * @param count AT_PHNUM
   * @param entry AT_ENTRY
   */
  static @Nullable RandomDevice expected(int tid, long headers, long count, long entry) {
    byte[] breakpoint = Architecture.here().breakpoint();
    if (breakpoint.length == 0) {
      return null;
    }
    ElfObject program = ElfObject.program(tid, headers, count);
    if (program == null || program.needed().stream().noneMatch(name -> name.startsWith(LIBRARY))) {
      return null;
    }
    byte[] original = Memory.read(tid, entry, breakpoint.length);
    return original.length == breakpoint.length && Memory.write(tid, entry, breakpoint)
        ? new RandomDevice(headers, count, entry, original)
        : null;
  }

  /** At a SIGTRAP: whether it is the breakpoint's. Then the function has been replaced, and the program may begin. */
  boolean reached(int tid, Stopped stopped) throws TraceeDied {
    if (stopped.programCounter() != entry + original.length) {
      return false;
    }
    Memory.write(tid, entry, original);
    stopped.jump(entry);
    // read again: by now the dynamic linker has filled in DT_DEBUG
    ElfObject program = ElfObject.program(tid, headers, count);
    ElfObject library = program == null ? null : program.loaded(LIBRARY);
    Function function = library == null ? null : library.function(NUMBER);
    byte[] better = Architecture.here().randomNumber();
    if (function != null && function.length() >= better.length) {
      Memory.write(tid, function.address(), better);
    }
    return true;
  }
}
