package ipcgrade.tracer;

import ipcgrade.trace.Frame;
import ipcgrade.tracer.ptrace.Architecture;
import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.SyscallEntry;
import ipcgrade.tracer.ptrace.TraceeDied;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The callers of a system call in the program's own code. The C library's wrapper mostly keeps no frame. Where
 * it returns to is in the link register; where there is none, the stack is scanned upward for the first return
 * address into the program. From there the chain of frame pointers leads on, where the program was compiled to
 * keep one.
 */
final class Callers {
  private static final int SCANNED = 2048;
  private static final int MOST_FRAMES = 8;
  private static final long LARGEST_FRAME = 1 << 20;

  private Callers() {}

  static List<Frame> of(Task task, SyscallEntry entry) throws TraceeDied {
    Proc proc = task.proc();
    if (proc.code == null) {
      proc.code = CodeMap.of(task.tid);
    }
    byte[] stack = Memory.read(task.tid, entry.sp(), SCANNED);
    List<Frame> frames = found(proc.code, task, entry, stack);
    if (frames.isEmpty()) {
      // maybe a library was loaded since
      proc.code = CodeMap.of(task.tid);
      frames = found(proc.code, task, entry, stack);
    }
    return frames;
  }

  private static List<Frame> found(CodeMap code, Task task, SyscallEntry entry, byte[] stack)
      throws TraceeDied {
    boolean linked = Architecture.here().hasLinkRegister();
    List<Frame> frames = new ArrayList<>();
    add(frames, linked ? code.frame(task.tid, task.stop().link()) : scanned(code, task, stack));
    if (linked || !frames.isEmpty()) {
      follow(code, task, entry.sp(), stack, frames, linked);
    }
    return frames;
  }

  private static @Nullable Frame scanned(CodeMap code, Task task, byte[] stack) {
    for (int at = 0; at + 8 <= stack.length; at += 8) {
      Frame frame = code.frame(task.tid, Memory.word(stack, at));
      if (frame != null) {
        return frame;
      }
    }
    return null;
  }

  private static void follow(
      CodeMap code, Task task, long sp, byte[] stack, List<Frame> frames, boolean linked)
      throws TraceeDied {
    long below = sp;
    long pointer = task.stop().framePointer();
    boolean first = true;
    while (frames.size() < MOST_FRAMES
        && pointer >= below
        && pointer - below < LARGEST_FRAME
        && pointer % 8 == 0) {
      int offset = (int) Math.min(pointer - sp, Integer.MAX_VALUE / 2);
      boolean here = offset + 16 <= stack.length;
      byte[] words = here ? stack : Memory.read(task.tid, pointer, 16);
      if (words.length < 16) {
        return;
      }
      long next = Memory.word(words, here ? offset : 0);
      if (linked && next == 0) {
        return; // to where the program starts, _start
      }
      Frame frame = code.frame(task.tid, Memory.word(words, here ? offset + 8 : 8));
      // a wrapper that does keep a frame is the first of the chain: its caller is known already
      if (!first || frames.isEmpty() || !frames.getFirst().equals(frame)) {
        add(frames, frame);
      }
      first = false;
      below = pointer + 16;
      pointer = next;
    }
  }

  private static void add(List<Frame> frames, @Nullable Frame frame) {
    if (frame != null) {
      frames.add(frame);
    }
  }
}
