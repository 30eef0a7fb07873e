package ipcgrade.trace;

/** Which calls only look whether something has happened. */
public final class Polls {
  /** A poll that was in vain so often in a row, with nothing new, waits for the clock. */
  public static final int IDLE = 3;

  private static final int EAGAIN = 11;
  private static final int ENOMSG = 42;

  private Polls() {}

  /** Whether a call changed nothing, and found nothing for which its caller would stop asking. */
  public static boolean inVain(Operation done, long result) {
    return switch (done) {
      case Operation.MsgRcv rcv -> result == -ENOMSG;
      case Operation.MsgSnd snd -> result == -EAGAIN;
      case Operation.Wait wait -> result >= 0 && wait.child() == 0;
      case Operation.MsgCtl ctl -> result >= 0 && ctl.command() > 1;
      case Operation.MsgGet get -> result < 0;
      case Operation.Kill kill -> result >= 0 && kill.signal() == 0;
      case Operation.SemOp op -> result == -EAGAIN && op.timeout() <= 0;
      case Operation.SemCtl ctl -> result >= 0 && !ctl.removes() && !ctl.sets() && ctl.command() > 1;
      case Operation.SemGet get -> result < 0;
      case Operation.Sleep _, Operation.Pause _ -> false;
    };
  }
}
