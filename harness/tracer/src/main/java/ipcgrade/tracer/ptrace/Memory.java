package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The memory of a tracee, process_vm_readv(2), or /proc/PID/mem where that is refused. */
public final class Memory {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle HALF =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle QUARTER =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;

  private Memory() {}

  /** Up to {@code length} bytes at {@code address}; fewer, or none, where memory is not readable. */
  public static byte[] read(int tid, long address, int length) {
    if (length <= 0) {
      return new byte[0];
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(length);
      long count = Libc.readMemory(tid, into, address);
      if (count < 0) {
        count = throughFile(tid, address, into, O_RDONLY);
      }
      byte[] bytes = into.asSlice(0, Math.max(0, count)).toArray(JAVA_BYTE);
      return bytes.length == length ? bytes : Arrays.copyOf(bytes, (int) Math.max(0, count));
    }
  }

  /** Writes {@code bytes} at {@code address}; tells whether all could be written. */
  public static boolean write(int tid, long address, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(JAVA_BYTE, bytes);
      long count = Libc.writeMemory(tid, from, address);
      return (count < 0 ? throughFile(tid, address, from, O_RDWR) : count) == bytes.length;
    }
  }

  /** The eight bytes at {@code index} as the machine reads them. */
  public static long word(byte[] bytes, int index) {
    return (long) WORD.get(bytes, index);
  }

  /** The four bytes at {@code index} as the machine reads them. */
  public static int half(byte[] bytes, int index) {
    return (int) HALF.get(bytes, index);
  }

  /** The two bytes at {@code index} as the machine reads them. */
  public static short quarter(byte[] bytes, int index) {
    return (short) QUARTER.get(bytes, index);
  }

  /** Machine words as bytes. */
  public static byte[] words(long... words) {
    byte[] bytes = new byte[words.length * 8];
    for (int i = 0; i < words.length; i++) {
      WORD.set(bytes, i * 8, words[i]);
    }
    return bytes;
  }

  private static long throughFile(int tid, long address, MemorySegment segment, int flags) {
    int fd = Libc.open("/proc/" + tid + "/mem", flags);
    if (fd < 0) {
      return fd;
    }
    try {
      return flags == O_RDONLY
          ? Libc.pread(fd, segment, segment.byteSize(), address)
          : Libc.pwrite(fd, segment, address);
    } finally {
      Libc.close(fd);
    }
  }
}
