package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import ipcgrade.tracer.model.MessageQueues.Outlook;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    if (call.notBefore > engine.clock.now()) {
      return Answer.NO;
    }
    return switch (call.operation) {
      case Operation.Queue queue ->
          switch (engine.queues.outlook(queue)) {
            case RETURNS -> Answer.YES;
            case WAITS -> Answer.NO;
            case UNKNOWN -> Answer.UNKNOWN;
          };
      case Operation.Semaphore semaphore ->
          switch (engine.semaphores.outlook(task, semaphore)) {
            case RETURNS -> Answer.YES;
            case WAITS -> ofTimed(call, semaphore);
            case UNKNOWN -> Answer.UNKNOWN;
          };
      case Operation.Wait wait -> ofWait(task, call, wait);
      case Operation.Sleep sleep ->
          call.deadline == Clock.NEVER
              ? Answer.UNKNOWN
              : call.deadline <= engine.clock.now() ? Answer.YES : Answer.NO;
      case Operation.Kill kill -> Answer.YES;
      case Operation.Pause pause -> Answer.NO;
    };
  }

  /** A semtimedop(2) that cannot be done now; without virtual time the kernel has its clock. */
  private Answer ofTimed(OpenCall call, Operation.Semaphore semaphore) {
    if (call.deadline == Clock.NEVER) {
      boolean timed = semaphore instanceof Operation.SemOp op && op.timeout() >= 0;
      return timed ? Answer.UNKNOWN : Answer.NO;
    }
    return call.deadline <= engine.clock.now() ? Answer.YES : Answer.NO;
  }

  /** Whether a held call that has a deadline ends by it: a sleep, or a semtimedop(2) that cannot be done. */
  boolean expires(Task task, OpenCall call) {
    return call.deadline != Clock.NEVER
        && !(call.operation instanceof Operation.Semaphore semaphore
            && engine.semaphores.outlook(task, semaphore) != Outlook.WAITS);
  }

  /**
   * Where calls wait.
   *
   * @param set whether it is a set of semaphores, not a message queue
   */
  record Place(boolean set, int id) {}

  /** Where the call may have to wait, or null. */
  static @Nullable Place waitsAt(OpenCall call) {
    return switch (call.operation) {
      case Operation.Transfer transfer -> new Place(false, transfer.msqid());
      case Operation.SemOp op -> new Place(true, op.semid());
      default -> null;
    };
  }

  /** Where those who wait must do so in the kernel before the call is made: it removes the place, or counts them. */
  static @Nullable Place gathers(OpenCall call) {
    return switch (call.operation) {
      case Operation.MsgCtl ctl when ctl.removes() -> new Place(false, ctl.msqid());
      case Operation.SemCtl ctl when ctl.removes() || ctl.counts() -> new Place(true, ctl.semid());
      default -> null;
    };
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
