package ipcgrade.tracer.ptrace;

import java.util.List;

/**
 * What differs between the architectures that programs are traced on: the numbers of system calls, where
 * registers are, what a call instruction looks like. All else that the tracer uses is the same on all 64-bit
 * ones of Linux: structures, flags, errno and ptrace requests, and that the flags of clone(2) come first.
 */
public abstract sealed class Architecture permits X8664, Aarch64 {
  private static final String NAME = System.getProperty("os.arch");

  private final Layout layout;

  Architecture(Layout layout) {
    this.layout = layout;
  }

  /**
   * Where a stopped tracee's registers are, as indices of 8-byte words in the regset NT_PRSTATUS.
   *
   * @param words how many there are
   * @param callNumber what holds the number of the system call when the instruction that makes it executes
   * @param result what holds its result when it returns
   * @param arguments what hold its arguments
   */
  record Layout(
      int words,
      int callNumber,
      int result,
      int programCounter,
      int stackPointer,
      int framePointer,
      List<Integer> arguments) {}

  /**
   * That of this machine.
   *
   * @throws IllegalStateException if nothing can be traced on it
   */
  public static Architecture here() {
    return switch (NAME) {
      case "amd64" -> X8664.INSTANCE;
      case "aarch64" -> Aarch64.INSTANCE;
      default ->
          throw new IllegalStateException("programs are traced on x86-64 and aarch64, not on " + NAME);
    };
  }

  final Layout layout() {
    return layout;
  }

  /** AUDIT_ARCH_* of linux/audit.h: how the kernel calls it in struct seccomp_data. */
  abstract int audit();

  /** The number of a system call here, or {@link Numbers#NONE}. */
  abstract int number(Numbers numbers);

  /** The lowest number of another table that can be called under the same {@link #audit}, or 0. */
  abstract int foreignNumbers();

  /** How long the instruction is that makes a system call, bytes. */
  abstract int systemCallLength();

  /** Makes the system call at whose entry a tracee stands none. */
  abstract void forgetCall(Registers registers);

  /** Where a handler's first instruction finds the address that it will return to, bytes above sp. */
  abstract int savedProgramCounter();

  /**
   * Whether a call leaves the address to return to in a register, and not on the stack. Functions that call
   * others then keep a frame record, the caller's frame pointer and that address.
   */
  public abstract boolean hasLinkRegister();

  /** The address to return to of a function that has called no other, if {@link #hasLinkRegister}; else 0. */
  abstract long link(Registers registers);

  /** The address in a word that the code may have signed. */
  public abstract long address(long word);

  /** How long a call instruction can be, bytes. */
  public abstract int longestCall();

  /**
   * The instruction that stops a tracee with SIGTRAP, its program counter behind it; empty where
   * {@link #randomNumber} is.
   */
  public abstract byte[] breakpoint();

  /**
   * A function without parameters that returns 32 bits of getrandom(2); empty where nothing but the kernel is asked
   * for random numbers.
   */
  public abstract byte[] randomNumber();

  /** Whether the last bytes of {@code code} may be a call instruction. */
  public abstract boolean endsInCall(byte[] code);
}
