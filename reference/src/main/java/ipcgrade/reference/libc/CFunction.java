package ipcgrade.reference.libc;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Finds functions of the C library, for handles in static final fields. */
@SuppressWarnings("restricted") // native access is granted to this module, and all of it passes here
public final class CFunction {
  /** C's int. */
  public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  /** C's long, size_t and ssize_t. */
  public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** C's pointers. */
  public static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();

  private CFunction() {}

  /** The handle of a function; its first parameter is the segment of an {@link ErrnoCapture}. */
  public static MethodHandle withErrno(String name, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        address(name), FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
  }

  /** As {@link #withErrno}, of a function that takes {@code ...} from parameter {@code firstVariadic} on. */
  public static MethodHandle variadicWithErrno(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        address(name),
        FunctionDescriptor.of(result, parameters),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(firstVariadic));
  }

  /** The handle of a function that leaves errno alone. */
  public static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(address(name), FunctionDescriptor.of(result, parameters));
  }

  /** The value of a variable of the C library that is a pointer. */
  public static MemorySegment pointer(String name) {
    return address(name).reinterpret(POINTER.byteSize()).get(POINTER, 0);
  }

  /** The address of a function or variable of the C library. */
  public static MemorySegment address(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }
}
