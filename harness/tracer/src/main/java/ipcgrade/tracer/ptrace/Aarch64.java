package ipcgrade.tracer.ptrace;

import java.util.List;

/** aarch64: struct user_pt_regs of asm/ptrace.h. */
final class Aarch64 extends Architecture {
  static final Aarch64 INSTANCE = new Aarch64();

  private static final int EM_AARCH64 = 183;
  private static final int AUDIT_ARCH_64BIT_LE = 0xc0000000;

  private static final int X0 = 0;
  private static final int X8 = 8;
  private static final int X29 = 29;
  private static final int X30 = 30;
  private static final int SP = 31;
  private static final int PC = 32;
  private static final int WORDS = 34;

  /** From sp: struct siginfo, then struct ucontext with its struct sigcontext, then pc in that. */
  private static final int SAVED_PC = 128 + 176 + 264;

  /** Above them lie tags and the signature of pointer authentication, and 52-bit addresses by mmap(2) only. */
  private static final long ADDRESS_BITS = (1L << 48) - 1;

  private Aarch64() {
    super(new Layout(WORDS, X8, X0, PC, SP, X29, List.of(X0, 1, 2, 3, 4, 5)));
  }

  @Override
  int audit() {
    return AUDIT_ARCH_64BIT_LE | EM_AARCH64;
  }

  @Override
  int number(Numbers numbers) {
    return numbers.aarch64();
  }

  @Override
  int foreignNumbers() {
    return 0;
  }

  /** svc #0. */
  @Override
  int systemCallLength() {
    return 4;
  }

  @Override
  void forgetCall(Registers registers) {
    registers.forgetCall();
  }

  @Override
  int savedProgramCounter() {
    return SAVED_PC;
  }

  @Override
  public boolean hasLinkRegister() {
    return true;
  }

  @Override
  long link(Registers registers) {
    return address(registers.get(X30));
  }

  @Override
  public long address(long word) {
    return word & ADDRESS_BITS;
  }

  @Override
  public int longestCall() {
    return 4;
  }

  @Override
  public byte[] breakpoint() {
    return new byte[0];
  }

  /** libstdc++ does not know RNDR. */
  @Override
  public byte[] randomNumber() {
    return new byte[0];
  }

  /** bl, or blr and those of its kind that authenticate the address: Arm ARM, C4.1. */
  @Override
  public boolean endsInCall(byte[] code) {
    if (code.length < 4) {
      return false;
    }
    int instruction = Memory.half(code, code.length - 4);
    return (instruction & 0xfc000000) == 0x94000000
        || (instruction & 0xfffffc1f) == 0xd63f0000
        || (instruction & 0xfefff800) == 0xd63f0800;
  }
}
