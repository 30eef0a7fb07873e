package ipcgrade.tracer.ptrace;

import java.util.HexFormat;
import java.util.List;

/** x86-64: struct user_regs_struct of &lt;sys/user.h&gt;. */
final class X8664 extends Architecture {
  static final X8664 INSTANCE = new X8664();

  private static final int EM_X86_64 = 62;
  private static final int AUDIT_ARCH_64BIT_LE = 0xc0000000;

  /** The x32 ABI, asm/unistd.h: __X32_SYSCALL_BIT. */
  private static final int X32_BIT = 0x40000000;

  private static final int RBP = 4;
  private static final int R10 = 7;
  private static final int R9 = 8;
  private static final int R8 = 9;
  private static final int RAX = 10;
  private static final int RDX = 12;
  private static final int RSI = 13;
  private static final int RDI = 14;
  private static final int ORIG_RAX = 15;
  private static final int RIP = 16;
  private static final int RSP = 19;
  private static final int WORDS = 27;

  /** From rsp: the address of the restorer, 40 bytes of ucontext, then gregs[REG_RIP]. */
  private static final int SAVED_RIP = 8 + 40 + 16 * 8;

  private X8664() {
    super(new Layout(WORDS, RAX, RAX, RIP, RSP, RBP, List.of(RDI, RSI, RDX, R10, R8, R9)));
  }

  @Override
  int audit() {
    return AUDIT_ARCH_64BIT_LE | EM_X86_64;
  }

  @Override
  int number(Numbers numbers) {
    return numbers.x8664();
  }

  @Override
  int foreignNumbers() {
    return X32_BIT;
  }

  /** syscall: 0f 05. */
  @Override
  int systemCallLength() {
    return 2;
  }

  @Override
  void forgetCall(Registers registers) {
    registers.set(ORIG_RAX, -1);
  }

  @Override
  int savedProgramCounter() {
    return SAVED_RIP;
  }

  @Override
  public boolean hasLinkRegister() {
    return false;
  }

  @Override
  long link(Registers registers) {
    return 0;
  }

  @Override
  public long address(long word) {
    return word;
  }

  @Override
  public int longestCall() {
    return 7;
  }

  /** int3. */
  @Override
  public byte[] breakpoint() {
    return new byte[] {(byte) 0xcc};
  }

  @Override
  public byte[] randomNumber() {
    return HexFormat.of()
        .parseHex(
            "4883ec18" // sub $24, %rsp
                + "4889e7" // mov %rsp, %rdi
                + "be04000000" // mov $4, %esi
                + "31d2" // xor %edx, %edx
                + "b83e010000" // mov $318, %eax
                + "0f05" // syscall
                + "8b0424" // mov (%rsp), %eax
                + "4883c418" // add $24, %rsp
                + "c3"); // ret
  }

  /** call rel32 (e8), or call through a register or memory (ff /2, with its lengths of 2 to 7 bytes). */
  @Override
  public boolean endsInCall(byte[] code) {
    int n = code.length;
    if (n >= 5 && (code[n - 5] & 0xff) == 0xe8) {
      return true;
    }
    for (int back = 2; back <= n; back++) {
      if ((code[n - back] & 0xff) == 0xff && (code[n - back + 1] & 0x38) == 0x10) {
        return true;
      }
    }
    return false;
  }
}
