package ipcgrade.tracer;

import ipcgrade.trace.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when a stopped task goes on. The task's {@link Task#stopped} is set in each call. */
interface Driver {
  /** It stands somewhere of no interest, or its call has just returned. */
  void pass(Task task);

  /** It has looked at the clock for the {@code looks}th time in a row. */
  void looked(Task task, int looks);

  /** It stands at the entry of {@link Task#call}. */
  void entered(Task task);

  /** It has just made a process or thread. */
  void forked(Task task, boolean vfork);

  /** It is in a group stop, and listens already. */
  void groupStopped(Task task);

  /** It is gone. */
  void gone(Task task);

  /** Whether what it does is looked at only when nobody else is about to do anything. */
  boolean defers(Task task);

  /** A call that may have woken or ended others has returned; see {@link Effects}. */
  void acted();

  /** Signals may have become pending in {@code proc}, or anywhere if that is null. */
  void signalled(@Nullable Proc proc);

  /** How long to wait for the next report, nanoseconds; 0 to look only whether there is one. */
  long patience();

  /** Who was let go so far, in order; nothing where nobody is chosen. */
  default List<Decision> decisions() {
    return List.of();
  }

  /** There was no report. */
  void quiet();
}
