package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.ProcFile;
import ipcgrade.tracer.ptrace.Stopped;
import ipcgrade.tracer.ptrace.TraceeDied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to see and to do when a program has just been exec'ed. */
final class Startup {
  private static final int AT_NULL = 0;
  private static final int AT_IGNORE = 1;
  private static final long AT_PHDR = 3;
  private static final long AT_PHNUM = 5;
  private static final long AT_ENTRY = 9;
  private static final int AT_RANDOM = 25;
  private static final int AT_SYSINFO_EHDR = 33;

  /** How many AT_RANDOM points to. */
  static final int RANDOM_BYTES = 16;

  private static final int CHUNK = 4096;
  private static final int MOST_STACK = 1 << 21;

  private Startup() {}

  /** The file of the program, a path as the program sees it; "" if it is gone. */
  static String executable(int tid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + tid + "/exe")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Its arguments, the program's own name first. */
  static List<String> arguments(int tid) {
    String line = ProcFile.read("/proc/" + tid + "/cmdline");
    return line.isEmpty() ? List.of() : Arrays.asList(line.substring(0, line.length() - 1).split("\0", -1));
  }

  /**
   * Prepares a program that has not run yet through its auxiliary vector, getauxval(3): on its stack lie
   * argc, argv, NULL, envp, NULL and then that.
   *
   * @param hideVdso whether it shall ask the kernel for the time
   * @param random {@link #RANDOM_BYTES} in place of those that the kernel gives it, which show up in stack
   *     canaries and so in messages that are sent uninitialised
   * @return the random device that its libraries will bring; null if they bring none that matters
   */
  static @Nullable RandomDevice prepare(int tid, Stopped stopped, boolean hideVdso, byte[] random)
      throws TraceeDied {
    long sp = stopped.stackPointer();
    byte[] stack = Memory.read(tid, sp, CHUNK);
    int nulls = 0;
    Map<Long, Long> vector = new HashMap<>();
    for (int at = 8; at < MOST_STACK; at += 8) {
      if (at + 16 > stack.length) {
        byte[] more = Memory.read(tid, sp + stack.length, CHUNK);
        if (more.length == 0) {
          return null;
        }
        int length = stack.length;
        stack = Arrays.copyOf(stack, length + more.length);
        System.arraycopy(more, 0, stack, length, more.length);
      }
      long word = Memory.word(stack, at);
      if (nulls < 2) {
        nulls += word == 0 ? 1 : 0;
      } else if (word == AT_NULL) {
        return RandomDevice.expected(
            tid, vector.getOrDefault(AT_PHDR, 0L), vector.getOrDefault(AT_PHNUM, 0L),
            vector.getOrDefault(AT_ENTRY, 0L));
      } else {
        if (word == AT_SYSINFO_EHDR && hideVdso) {
          Memory.write(tid, sp + at, Memory.words(AT_IGNORE));
        } else if (word == AT_RANDOM) {
          Memory.write(tid, Memory.word(stack, at + 8), random);
        }
        vector.put(word, Memory.word(stack, at + 8));
        at += 8;
      }
    }
    return null;
  }
}
