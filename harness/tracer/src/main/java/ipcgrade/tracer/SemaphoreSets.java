package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.OnSet;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.RunEnd;
import ipcgrade.tracer.Task.Activity;
import ipcgrade.tracer.model.MessageQueues.Outlook;
import ipcgrade.tracer.model.SemaphoreSet;
import ipcgrade.tracer.model.Semaphores;
import ipcgrade.tracer.model.Semaphores.Listed;
import ipcgrade.tracer.ptrace.Errno;
import ipcgrade.tracer.ptrace.IpcNamespace;
import java.util.List;
import java.util.regex.Pattern;

/** The semaphores of the run's namespace: what the model says of them, compared with the kernel after each call. */
final class SemaphoreSets {
  private static final int IPC_SET = 1;
  private static final int GETALL = 13;
  private static final Pattern SPACES = Pattern.compile(" +");

  final Semaphores model;
  private final IpcNamespace namespace;
  private final World world;
  private final Recorder recorder;
  private final int most;

  /** Whether calls follow each other, so that the model must know all that happens. */
  private final boolean exact;

  /**
   * @param most sets at once, or 0 for any number
   * @param exact whether calls do not overlap
   */
  SemaphoreSets(IpcNamespace namespace, World world, Recorder recorder, int most, boolean exact) {
    this.namespace = namespace;
    this.world = world;
    this.recorder = recorder;
    this.most = most;
    this.exact = exact;
    model = new Semaphores(listed());
  }

  /** What a task's call would do if it were let into the kernel now, its timeout aside. */
  Outlook outlook(Task task, Operation.Semaphore call) {
    return model.outlook(task.proc().hostPid, call);
  }

  /** Whether somebody sleeps in the kernel at the set of a call, so that the call may wake it. */
  boolean wakes(Operation operation) {
    SemaphoreSet set = operation instanceof OnSet on ? model.set(on.semid()) : null;
    return set != null && set.awaited();
  }

  /** A call is let into the kernel although it may have to wait there. */
  void entersToWait(Task task, SemOp op) {
    SemaphoreSet set = model.set(op.semid());
    if (exact && set != null && set.attempt(task.proc().hostPid, op.changes()) == SemaphoreSet.WAITS) {
      set.await(task, task.proc().hostPid, op.changes());
    }
  }

  /** Whether a task sleeps in the kernel until others change a set, by the model. */
  boolean asleep(Task task) {
    SemaphoreSet set =
        task.call != null && task.call.entered && task.call.operation instanceof SemOp op
            ? model.set(op.semid())
            : null;
    return set != null && set.asleep(task);
  }

  /**
   * A call has returned.
   *
   * @param mayWait whether it was let into the kernel without knowing what would happen
   * @return the call, with what it brought
   */
  Operation.Semaphore returned(Task task, Operation.Semaphore call, long result, boolean mayWait) {
    if (result >= 0 && call instanceof SemGet) {
      model.listed(listed((int) result));
      recorder.limit("semaphores", model.made(), most);
    } else if (result >= 0 && call instanceof SemCtl control && control.command() == IPC_SET) {
      model.listed(listed(control.semid()));
    }
    if (!(call instanceof OnSet on)) {
      return call;
    }
    List<Integer> kernel = values(on.semid());
    String wrong = model.returned(task, task.proc().hostPid, call, result, kernel);
    if (wrong != null) {
      if (!endedMeanwhile(on.semid()) && !mayWait) {
        differ(wrong);
      }
      model.adopt(on.semid(), kernel);
    }
    return withValues(on, kernel, result);
  }

  /** Whether a process that is ending may have taken something back already; if so, it is not expected again. */
  private boolean endedMeanwhile(int semid) {
    SemaphoreSet set = model.set(semid);
    boolean some = false;
    if (set != null) {
      for (int process : set.holders()) {
        Proc proc = world.process(process);
        if (proc == null || world.threads(proc).stream().anyMatch(task -> task.activity != Activity.HELD)) {
          set.forget(process);
          some = true;
        }
      }
    }
    return some;
  }

  /**
   * Whether a semop(2) has returned for a signal that the process does not feel. The kernel keeps ignored signals
   * for tracers to see, and semop(2), unlike msgrcv(2), does not go on after one.
   */
  static boolean interruptedByTracing(Task task, OpenCall call, long result) {
    return call.operation instanceof Operation.SemOp
        && result == -Errno.EINTR
        && !new Status(task.status()).feelsPending();
  }

  /** A call was killed inside: what it had done by then only the kernel knows. */
  void lost(Task task, OnSet call) {
    SemaphoreSet set = model.set(call.semid());
    if (set != null) {
      set.leave(task);
      set.forget(task.proc().hostPid);
      set.adopt(values(call.semid()));
    }
  }

  /** A process has ended, and the kernel has taken back what it did with SEM_UNDO. */
  void ended(Proc proc) {
    for (int semid : model.heldBy(proc.hostPid)) {
      SemaphoreSet set = model.set(semid);
      if (set == null) {
        continue;
      }
      List<Integer> before = set.values();
      set.ended(proc.hostPid);
      List<Integer> kernel = values(semid);
      if (kernel.isEmpty() || kernel.equals(set.values())) {
        continue;
      }
      if (kernel.equals(before)) {
        // clone(2) with CLONE_SYSVSEM: a process that shares what is to be taken back lives on
        model.giveUp(semid);
      } else {
        differ("process " + proc.pid + " ended: the kernel's set " + semid + " holds " + kernel
            + ", the model's " + set);
      }
      set.adopt(kernel);
    }
  }

  /** The operation of a call that has not returned, with the values that it waits for to change. */
  Operation pending(Operation operation) {
    return operation instanceof SemOp op ? withValues(op, values(op.semid()), 0) : operation;
  }

  private static OnSet withValues(OnSet call, List<Integer> kernel, long result) {
    return switch (call) {
      case SemOp op -> {
        boolean there = op.changes().stream().allMatch(change -> change.semnum() < kernel.size());
        yield new SemOp(
            op.name(), op.semid(), op.changes(), op.timeout(),
            there ? op.changes().stream().map(change -> kernel.get(change.semnum())).toList() : List.of());
      }
      case SemCtl control when control.command() == GETALL && result >= 0 ->
          new SemCtl(control.semid(), control.semnum(), control.command(), kernel);
      case SemCtl control -> control;
    };
  }

  private List<Integer> values(int semid) {
    int nsems = model.size(semid);
    return nsems == 0 ? List.of() : namespace.semaphores(semid, nsems);
  }

  private List<Listed> listed(int semid) {
    return listed().stream().filter(set -> set.semid() == semid).toList();
  }

  /** key semid perms nsems uid gid cuid cgid otime ctime. */
  private List<Listed> listed() {
    return namespace.semaphoreTable().lines()
        .skip(1)
        .map(line -> SPACES.split(line.strip()))
        .map(
            fields -> new Listed(
                Integer.parseInt(fields[1]), Integer.parseInt(fields[2], 8) & 0777,
                Integer.parseInt(fields[3])))
        .toList();
  }

  private void differ(String wrong) {
    if (exact) {
      recorder.end(new RunEnd.HarnessFault("the kernel and the semaphore model differ: " + wrong));
    }
  }
}
