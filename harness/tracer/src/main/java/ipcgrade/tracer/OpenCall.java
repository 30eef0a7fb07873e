package ipcgrade.tracer;

import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.trace.QueueState;
import ipcgrade.tracer.ptrace.SyscallEntry;
import java.util.List;

/** A reported call that has been entered and has not returned. */
final class OpenCall {
  final long entrySeq;
  final long entryTime;
  final SyscallEntry entry;
  final List<Frame> stack;

  /** What it asks for; what it points to is what it is when the kernel takes it. */
  Operation operation;

  /** Of a virtual sleep or semtimedop(2): when it ends, virtual nanoseconds; where to tell what was left. */
  long deadline = Clock.NEVER;

  Decoder.Remainder remainder = Decoder.Remainder.NONE;

  /** It is held until then, whatever the kernel would do; virtual nanoseconds. */
  long notBefore;

  /** It had to wait, and this was counted. */
  boolean waited;

  /** It is in the kernel now. */
  boolean entered;

  /** It was let into the kernel although it may have to wait there. */
  boolean mayWait;

  /** A signal interrupted it and the kernel may enter it again. */
  boolean interrupted;

  OpenCall(
      long entrySeq, long entryTime, Operation operation, SyscallEntry entry, List<Frame> stack) {
    this.entrySeq = entrySeq;
    this.entryTime = entryTime;
    this.operation = operation;
    this.entry = entry;
    this.stack = stack;
  }

  /** Whether {@code again} is this call, entered again. */
  boolean resumedBy(SyscallEntry again) {
    return again.ip() == entry.ip() && again.sp() == entry.sp();
  }

  Event.Call event(
      long seq, long time, Task task, Operation done, long result, boolean pending, List<QueueState> queues) {
    return new Event.Call(
        seq, entrySeq, time, entryTime, task.proc().pid, task.ownTid, done, result, pending, stack, queues);
  }
}
