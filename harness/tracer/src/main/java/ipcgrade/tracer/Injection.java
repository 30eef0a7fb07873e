package ipcgrade.tracer;

import ipcgrade.trace.Fault;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.tracer.ptrace.Errno;
import ipcgrade.tracer.ptrace.IpcNamespace;
import ipcgrade.tracer.ptrace.Tracer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a controlled run's fault happen, and tells the model. The kernel itself does the rest where it can: its limits
 * are lowered, its signals sent, its queues changed, as a machine, a user or another program would do it.
 *
 * <p>Two errors have to be answered in its place. A call that waits gets EINTR if its process has no handler for a signal
 * that otherwise means nothing, whose arrival would do no more. And kernel.msgmni can only be lowered by root.
 */
final class Injection {
  private static final int SIGKILL = 9;
  private static final int IPC_PRIVATE = 0;
  private static final int IPC_RMID = 0;
  private static final int IPC_SET = 1;
  private static final int IPC_CREAT = 01000;
  private static final int OWNER = 0600;

  /** SIGCHLD, SIGURG and SIGWINCH, which come at any time and are ignored unless somebody cares. */
  private static final int[] SIGNALS_OF_NO_ACCOUNT = {17, 23, 28};

  private final Fault fault;
  private final Engine engine;
  private final IpcNamespace namespace;
  private boolean done;

  /** The kernel does not know that there shall be no more queues. */
  private boolean refusing;

  private @Nullable Integer removing;
  private int counted;

  Injection(Fault fault, Engine engine, IpcNamespace namespace) {
    this.fault = fault;
    this.engine = engine;
    this.namespace = namespace;
  }

  /** The program is about to run; its first process is known. */
  void begin(Task first) {
    switch (fault) {
      case Fault.Queues(int most) -> refusing = !namespace.mostQueues(most);
      case Fault.ZeroMsqid _ -> engine.table.fromZero(true);
      case Fault.Stale stale -> {
        engine.recorder.struck(null, fault);
        if (stale.key() != IPC_PRIVATE) {
          leave(stale, first);
        }
      }
      case Fault.Processes(int most) when most == 0 -> closeProcesses();
      case Fault.None _, Fault.Interrupt _, Fault.Kill _, Fault.Delay _, Fault.Full _, Fault.Remove _, Fault.Processes _ ->
          {}
    }
  }

  /** The queue of somebody who is gone. */
  private void leave(Fault.Stale stale, Task first) {
    Status status = new Status(first.status());
    engine.table.renewNextId();
    int msqid = namespace.create(stale.key(), status.effectiveUid(), status.effectiveGid());
    outside(new Operation.MsgGet(stale.key(), IPC_CREAT | OWNER), msqid);
    for (Fault.Message message : stale.messages()) {
      Payload text = message.payload();
      namespace.send(msqid, message.mtype(), text.bytes());
      outside(new Operation.MsgSnd(msqid, message.mtype(), text, 0), 0);
    }
  }

  /** The program has made a process or thread. */
  void began() {
    if (fault instanceof Fault.Processes(int most) && ++counted == most) {
      closeProcesses();
    }
  }

  /** The limit is one of each process, which those that it makes inherit. */
  private void closeProcesses() {
    for (Proc proc : engine.world.processes()) {
      Status status = Status.of(proc.hostPid);
      if (status.there()) {
        Tracer.closeProcesses(proc.hostPid, status.effectiveUid(), status.effectiveGid());
      }
    }
    engine.recorder.struck(null, fault);
  }

  /** A task stands at the entry of a call, for the first time. */
  void entered(Task task, OpenCall call) {
    switch (fault) {
      case Fault.Kill(String name, int nth) -> {
        if (task.name.equals(name) && ++counted == nth) {
          kill(task);
        }
      }
      case Fault.Delay(String name, int nth, long millis) -> {
        if (task.name.equals(name) && call.operation instanceof Operation.MsgSnd && ++counted == nth) {
          engine.recorder.struck(task, fault);
          call.notBefore = engine.clock.now() + TimeUnit.MILLISECONDS.toNanos(millis);
        }
      }
      case Fault.None _, Fault.Interrupt _, Fault.Full _, Fault.Remove _, Fault.Queues _, Fault.Processes _, Fault.ZeroMsqid _, Fault.Stale _ ->
          {}
    }
  }

  private void kill(Task task) {
    engine.recorder.struck(task, fault);
    outside(new Operation.Kill("kill", task.proc().pid, SIGKILL), 0);
    engine.effects.begin();
    Tracer.kill(task.proc().hostPid, SIGKILL);
  }

  /** Whether a call is to fail with ENOSPC since the kernel, which could not be told, would make a queue. */
  boolean refuses(OpenCall call) {
    return refusing
        && fault instanceof Fault.Queues(int most)
        && call.operation instanceof Operation.MsgGet get
        && engine.table.snapshot().size() >= most
        && (get.key() == IPC_PRIVATE
            || (get.creates()
                && engine.table.snapshot().stream().noneMatch(queue -> queue.key() == get.key())));
  }

  /** A call of the program has returned. */
  void returned(Task task, Operation operation, long result) {
    switch (fault) {
      case Fault.ZeroMsqid _ when !done && operation instanceof Operation.MsgGet && result >= 0 -> {
        done = true;
        engine.recorder.struck(null, fault);
        engine.table.fromZero(false);
      }
      case Fault.Queues _ when operation instanceof Operation.MsgGet && result == -Errno.ENOSPC -> {
        if (!done) {
          done = true;
          engine.recorder.struck(task, fault);
        }
      }
      case Fault.Full(String queue, long qbytes) when !done && appears(queue, operation, result) -> {
        done = true;
        engine.recorder.struck(null, fault);
        namespace.resize((int) result, qbytes);
        outside(new Operation.MsgCtl((int) result, IPC_SET, qbytes), 0);
      }
      case Fault.Remove(String queue, int calls) when !done -> {
        if (calls == 0 && appears(queue, operation, result)) {
          removing = (int) result;
        } else
          if (operation instanceof Operation.OnQueue on
              && engine.objects.of(on).equals(queue)
              && ++counted == calls) {
                removing = on.msqid();
              }
      }
      case Fault.None _, Fault.Interrupt _, Fault.Kill _, Fault.Delay _, Fault.Full _, Fault.Remove _, Fault.Queues _, Fault.Processes _, Fault.ZeroMsqid _, Fault.Stale _ ->
          {}
    }
  }

  private boolean appears(String queue, Operation operation, long result) {
    return operation instanceof Operation.MsgGet
        && result >= 0
        && engine.objects.of(new Operation.MsgCtl((int) result, IPC_SET, 0)).equals(queue);
  }

  /** The queue that is to be removed now, or null. Those who wait at it must do so in the kernel before. */
  @Nullable
  Integer removing() {
    return removing;
  }

  /** Removes it; those who wait there get EIDRM. */
  void remove(int msqid) {
    removing = null;
    done = true;
    engine.recorder.struck(null, fault);
    Operation removal = new Operation.MsgCtl(msqid, IPC_RMID, 0);
    engine.effects.begin();
    namespace.remove(msqid);
    outside(removal, 0);
    engine.objects.returned(removal, 0);
    engine.world.epoch++;
  }

  /** Whether a call that has to wait is to be interrupted now; asked of each call that does, in turn. */
  boolean interrupts(Task task, OpenCall call) {
    if (!(fault instanceof Fault.Interrupt(String name, int nth))
        || !task.name.equals(name)
        || call.waited
        || call.notBefore > 0
        || !interruptible(call.operation)) {
      return false;
    }
    call.waited = true;
    return ++counted == nth;
  }

  private static boolean interruptible(Operation operation) {
    return switch (operation) {
      case Operation.Transfer _, Operation.SemOp _, Operation.Wait _ -> true;
      case Operation.MsgGet _, Operation.MsgCtl _, Operation.SemGet _, Operation.SemCtl _, Operation.Sleep _, Operation.Kill _, Operation.Pause _ ->
          false;
    };
  }

  /** Sends a signal to who waits, if there is one that its process cares about; tells whether there was. */
  boolean signals(Task task) {
    engine.recorder.struck(task, fault);
    Status status = new Status(task.status());
    for (int signal : SIGNALS_OF_NO_ACCOUNT) {
      if (status.threads() == 1 && status.catchesNow(signal)) {
        outside(new Operation.Kill("kill", task.proc().pid, signal), 0);
        Tracer.kill(task.proc().hostPid, signal);
        return true;
      }
    }
    return false;
  }

  private void outside(Operation operation, long result) {
    if (operation instanceof Operation.Queue queue) {
      List<QueueState> snapshot = engine.table.snapshot();
      engine.queues.returned(queue, result, snapshot);
      engine.recorder.outside(operation, result, snapshot);
    } else {
      engine.recorder.outside(operation, result, List.of());
    }
  }
}
