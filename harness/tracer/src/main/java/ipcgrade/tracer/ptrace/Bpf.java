package ipcgrade.tracer.ptrace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A small assembler of classic BPF over struct seccomp_data (nr at 0, arch at 4, arguments of eight
 * bytes from 16). Rules are tried in turn; each looks at one system call.
 */
final class Bpf {
  static final int ALLOW = 0x7fff0000;
  static final int TRACE = 0x7ff00000;
  private static final int ERRNO = 0x00050000;

  private static final short LOAD = 0x20;
  private static final short AND = 0x54;
  private static final short JUMP_EQUAL = 0x15;
  private static final short JUMP_GREATER = 0x25;
  private static final short JUMP_ANY_BIT = 0x45;
  private static final short RETURN = 0x06;

  private record Instruction(short code, int ifTrue, int ifFalse, int value) {}

  private final List<Instruction> program = new ArrayList<>();

  static int errno(int errno) {
    return ERRNO | errno;
  }

  /**
   * Other architectures' calls fail with ENOSYS.
   *
   * @param foreignNumbers so do those with this number or a higher one, unless it is 0
   */
  Bpf architecture(int audit, int foreignNumbers) {
    add(LOAD, 0, 0, 4);
    add(JUMP_EQUAL, 1, 0, audit);
    add(RETURN, 0, 0, errno(Errno.ENOSYS));
    add(LOAD, 0, 0, 0);
    if (foreignNumbers != 0) {
      add(JUMP_GREATER, 0, 1, foreignNumbers - 1);
      add(RETURN, 0, 0, errno(Errno.ENOSYS));
    }
    return this;
  }

  /** {@code number} always does {@code action}. */
  Bpf always(int number, int action) {
    add(JUMP_EQUAL, 0, 1, number);
    add(RETURN, 0, 0, action);
    return this;
  }

  /** {@code number} does {@code action} if its argument is not zero, else it is allowed. */
  Bpf ifSet(int number, int argument, int action) {
    add(JUMP_EQUAL, 0, 6, number);
    add(LOAD, 0, 0, low(argument));
    add(JUMP_EQUAL, 0, 3, 0);
    add(LOAD, 0, 0, low(argument) + 4);
    add(JUMP_EQUAL, 0, 1, 0);
    add(RETURN, 0, 0, ALLOW);
    add(RETURN, 0, 0, action);
    return this;
  }

  /** {@code number} does {@code action} if one argument is not zero, or the lower half of another is. */
  Bpf ifSetOrZero(int number, int argument, int other, int action) {
    add(JUMP_EQUAL, 0, 8, number);
    add(LOAD, 0, 0, low(other));
    add(JUMP_EQUAL, 5, 0, 0);
    add(LOAD, 0, 0, low(argument));
    add(JUMP_EQUAL, 0, 3, 0);
    add(LOAD, 0, 0, low(argument) + 4);
    add(JUMP_EQUAL, 0, 1, 0);
    add(RETURN, 0, 0, ALLOW);
    add(RETURN, 0, 0, action);
    return this;
  }

  /** {@code number} does {@code action} if the lower half of its argument is one of {@code values}. */
  Bpf ifOneOf(int number, int argument, int mask, int action, int... values) {
    add(JUMP_EQUAL, 0, values.length + 4, number);
    add(LOAD, 0, 0, low(argument));
    add(AND, 0, 0, mask);
    for (int i = 0; i < values.length; i++) {
      add(JUMP_EQUAL, values.length - i, 0, values[i]);
    }
    add(RETURN, 0, 0, ALLOW);
    add(RETURN, 0, 0, action);
    return this;
  }

  /** {@code number} does {@code action} if the lower half of its argument is none of {@code values}. */
  Bpf unlessOneOf(int number, int argument, int action, int... values) {
    add(JUMP_EQUAL, 0, values.length + 3, number);
    add(LOAD, 0, 0, low(argument));
    for (int i = 0; i < values.length; i++) {
      add(JUMP_EQUAL, values.length - i, 0, values[i]);
    }
    add(RETURN, 0, 0, action);
    add(RETURN, 0, 0, ALLOW);
    return this;
  }

  /** {@code number} does {@code action} if the lower half of its argument has any of {@code bits}. */
  Bpf ifAnyBit(int number, int argument, int bits, int action) {
    add(JUMP_EQUAL, 0, 4, number);
    add(LOAD, 0, 0, low(argument));
    add(JUMP_ANY_BIT, 1, 0, bits);
    add(RETURN, 0, 0, ALLOW);
    add(RETURN, 0, 0, action);
    return this;
  }

  /** {@code number} is traced if its command, masked, is one of two and its timeout is not NULL. */
  Bpf waitsWithTimeout(int number, int command, int mask, int timeout, int first, int second) {
    add(JUMP_EQUAL, 0, 10, number);
    add(LOAD, 0, 0, low(command));
    add(AND, 0, 0, mask);
    add(JUMP_EQUAL, 1, 0, first);
    add(JUMP_EQUAL, 0, 4, second);
    add(LOAD, 0, 0, low(timeout));
    add(JUMP_EQUAL, 0, 3, 0);
    add(LOAD, 0, 0, low(timeout) + 4);
    add(JUMP_EQUAL, 0, 1, 0);
    add(RETURN, 0, 0, ALLOW);
    add(RETURN, 0, 0, TRACE);
    return this;
  }

  /** The program, with all other calls allowed, as an array of struct sock_filter. */
  byte[] assembled() {
    add(RETURN, 0, 0, ALLOW);
    ByteBuffer out = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.nativeOrder());
    for (Instruction instruction : program) {
      out.putShort(instruction.code)
          .put((byte) instruction.ifTrue)
          .put((byte) instruction.ifFalse)
          .putInt(instruction.value);
    }
    return out.array();
  }

  private static int low(int argument) {
    return 16 + 8 * argument;
  }

  private void add(short code, int ifTrue, int ifFalse, int value) {
    program.add(new Instruction(code, ifTrue, ifFalse, value));
  }
}
