package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import ipcgrade.tracer.ptrace.Errno;

/** Which calls only look whether something has happened. */
final class Polls {
  private Polls() {}

  /** Whether a call changed nothing, and found nothing for which its caller would stop asking. */
  static boolean inVain(Operation done, long result) {
    return switch (done) {
      case Operation.MsgRcv rcv -> result == -Errno.ENOMSG;
      case Operation.MsgSnd snd -> result == -Errno.EAGAIN;
      case Operation.Wait wait -> result >= 0 && wait.child() == 0;
      case Operation.MsgCtl ctl -> result >= 0 && ctl.command() > 1;
      case Operation.MsgGet get -> result < 0;
      case Operation.Kill kill -> result >= 0 && kill.signal() == 0;
      case Operation.SemOp op -> result == -Errno.EAGAIN && op.timeout() <= 0;
      case Operation.SemCtl ctl -> result >= 0 && !ctl.removes() && !ctl.sets() && ctl.command() > 1;
      case Operation.SemGet get -> result < 0;
      case Operation.Sleep _, Operation.Pause _ -> false;
    };
  }
}
