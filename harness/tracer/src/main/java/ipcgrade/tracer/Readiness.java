package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import java.util.List;

/** Whether a held task would go on if it were let into the kernel. */
final class Readiness {
  private static final int WNOHANG = 1;
  private static final int WUNTRACED = 2;
  private static final int WCONTINUED = 8;
  private static final int P_PIDFD = 3;

  private final Engine engine;

  Readiness(Engine engine) {
    this.engine = engine;
  }

  enum Answer {
    YES,
    NO,
    /** Only the kernel knows. */
    UNKNOWN
  }

  Answer of(Task task) {
    OpenCall call = task.call;
    if (call == null || call.entered || call.interrupted) {
      return Answer.YES;
    }
    return switch (call.operation) {
      case Operation.Queue queue ->
          switch (engine.queues.outlook(queue)) {
            case RETURNS -> Answer.YES;
            case WAITS -> Answer.NO;
            case UNKNOWN -> Answer.UNKNOWN;
          };
      case Operation.Wait wait -> ofWait(task, call, wait);
      case Operation.Sleep sleep ->
          call.deadline == Clock.NEVER
              ? Answer.UNKNOWN
              : call.deadline <= engine.clock.now() ? Answer.YES : Answer.NO;
      case Operation.Kill kill -> Answer.YES;
    };
  }

  /** The queue that the call sends to or receives from, or -1. */
  static int queueOf(OpenCall call) {
    return call.operation instanceof Operation.Transfer transfer ? transfer.msqid() : -1;
  }

  /** The queue that the call removes, or -1. */
  static int removes(OpenCall call) {
    return call.operation instanceof Operation.MsgCtl ctl && ctl.removes() ? ctl.msqid() : -1;
  }

  private static Answer ofWait(Task task, OpenCall call, Operation.Wait wait) {
    if ((wait.options() & WNOHANG) != 0) {
      return Answer.YES;
    }
    if (wait.name().equals("waitid") && call.entry.a0() == P_PIDFD) {
      return Answer.UNKNOWN;
    }
    List<Proc> children =
        task.proc().children.values().stream().filter(child -> matches(task, wait, child)).toList();
    boolean some = children.isEmpty();
    for (Proc child : children) {
      some |=
          child.ended
              || (child.stopUnseen && (wait.options() & WUNTRACED) != 0)
              || (child.continuedUnseen && (wait.options() & WCONTINUED) != 0);
    }
    return some ? Answer.YES : Answer.NO;
  }

  private static boolean matches(Task task, Operation.Wait wait, Proc child) {
    int target = wait.target();
    if (target > 0) {
      return child.pid == target;
    }
    return target == -1
        || Status.of(child.hostPid)
            .ownGroup() == (target == 0 ? new Status(task.status()).ownGroup() : -target);
  }
}
