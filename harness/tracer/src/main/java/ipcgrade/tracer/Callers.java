package ipcgrade.tracer;

import ipcgrade.trace.Frame;
import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.SyscallEntry;
import ipcgrade.tracer.ptrace.TraceeDied;
import java.util.ArrayList;
import java.util.List;

/**
 * The callers of a system call in the program's own code. The C library's wrapper keeps no frame, so the
 * stack is scanned upward for the first return address into the program; from there the chain of frame
 * pointers leads on, where the program was compiled to keep one.
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
    List<Frame> frames = scanned(proc.code, task, entry, stack);
    if (frames.isEmpty()) {
      // maybe a library was loaded since
      proc.code = CodeMap.of(task.tid);
      frames = scanned(proc.code, task, entry, stack);
    }
    return frames;
  }

  private static List<Frame> scanned(CodeMap code, Task task, SyscallEntry entry, byte[] stack)
      throws TraceeDied {
    List<Frame> frames = new ArrayList<>();
    for (int at = 0; at + 8 <= stack.length && frames.isEmpty(); at += 8) {
      Frame frame = code.frame(task.tid, Memory.word(stack, at));
      if (frame != null) {
        frames.add(frame);
      }
    }
    if (!frames.isEmpty()) {
      follow(code, task, entry.sp(), stack, frames);
    }
    return frames;
  }

  private static void follow(CodeMap code, Task task, long sp, byte[] stack, List<Frame> frames)
      throws TraceeDied {
    long below = sp;
    long pointer = task.stop().framePointer();
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
      Frame frame = code.frame(task.tid, Memory.word(words, here ? offset + 8 : 8));
      if (frame != null) {
        frames.add(frame);
      }
      below = pointer + 16;
      pointer = Memory.word(words, here ? offset : 0);
    }
  }
}
