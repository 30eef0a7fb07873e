package ipcgrade.reference.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The errno of one call. One per call and never shared: the errno of another thread's call would show
 * up in it.
 */
public final class ErrnoCapture implements AutoCloseable {
  private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
  private static final long OFFSET = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment segment = arena.allocate(LAYOUT);
  private final String call;

  /** For one call of the C function {@code call}. */
  public ErrnoCapture(String call) {
    this.call = call;
  }

  /** Where the linker puts errno: the handle's first argument. */
  public MemorySegment segment() {
    return segment;
  }

  /** The memory of this call, freed with it. */
  public Arena arena() {
    return arena;
  }

  /**
   * The result, unless it is C's sign of failure.
   *
   * @throws ErrnoException if it is -1
   */
  public int check(int result) {
    return (int) check((long) result);
  }

  /**
   * The result, unless it is C's sign of failure.
   *
   * @throws ErrnoException if it is -1
   */
  public long check(long result) {
    if (result == -1) {
      throw new ErrnoException(call, segment.get(ValueLayout.JAVA_INT, OFFSET));
    }
    return result;
  }

  /** For the catch clause that a method handle asks for: throws what was thrown, unchanged. */
  public static RuntimeException rethrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    throw new LinkageError("a C function threw", thrown);
  }

  @Override
  public void close() {
    arena.close();
  }
}
