package ipcgrade.tracer.ptrace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs classic BPF over a struct seccomp_data as the kernel does, seccomp(2); what it would refuse fails. */
final class BpfMachine {
  private static final int LONGEST = 4096;
  private static final int DATA = 64;

  private final ByteBuffer program;

  BpfMachine(byte[] program) {
    if (program.length % 8 != 0 || program.length > 8 * LONGEST) {
      throw new IllegalArgumentException("a program of " + program.length + " bytes");
    }
    this.program = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
  }

  /** What the filter returns for a call. */
  int run(int number, int audit, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(DATA).order(ByteOrder.nativeOrder());
    data.putInt(number).putInt(audit).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int accumulator = 0;
    int at = 0;
    while (true) {
      int code = program.getShort(8 * at);
      int ifTrue = program.get(8 * at + 2) & 0xff;
      int ifFalse = program.get(8 * at + 3) & 0xff;
      int value = program.getInt(8 * at + 4);
      at++;
      switch (code) {
        case 0x20 -> accumulator = data.getInt(aligned(value)); // ld [k]
        case 0x54 -> accumulator &= value; // and #k
        case 0x05 -> at += value; // jmp
        case 0x15 -> at += accumulator == value ? ifTrue : ifFalse; // jeq
        case 0x25 -> at += Integer.compareUnsigned(accumulator, value) > 0 ? ifTrue : ifFalse; // jgt
        case 0x35 -> at += Integer.compareUnsigned(accumulator, value) >= 0 ? ifTrue : ifFalse; // jge
        case 0x45 -> at += (accumulator & value) != 0 ? ifTrue : ifFalse; // jset
        case 0x06 -> {
          return value; // ret #k
        }
        default -> throw new IllegalStateException("instruction " + code + " at " + (at - 1));
      }
    }
  }

  private static int aligned(int offset) {
    if (offset % 4 != 0) {
      throw new IllegalStateException("a load from " + offset);
    }
    return offset;
  }
}
