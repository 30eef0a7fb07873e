package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.ProcFile;
import ipcgrade.tracer.ptrace.Report;
import ipcgrade.tracer.ptrace.Stopped;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A thread that is traced. */
final class Task implements AutoCloseable {
  /** What it is doing, as far as who goes next is concerned. */
  enum Activity {
    /** New; its first stop has not come yet. */
    STARTING,
    /** Running, and expected to stop soon. */
    RUNNING,
    /** Stopped until it is chosen. */
    HELD,
    /** Waiting in the kernel for something that is not modelled, or computing for long. */
    OUTSIDE,
    /** Interrupted because a timed wait of its is over; it stops soon. */
    EXPIRING,
    /** Stopped in its computing while a message is sent. */
    PAUSED,
    /** Its process was stopped by a signal such as SIGSTOP. */
    GROUP_STOPPED
  }

  final int tid;
  int ownTid;

  /** As schedules name it; set when it is reported. */
  String name = "";

  int execs;
  Activity activity = Activity.STARTING;

  /** Where it stands still; set while {@link #activity} is HELD. */
  @Nullable
  Stopped stopped;

  /** What it did last, if that is kept back. */
  @Nullable
  Report unseen;

  /** When it was stopped; smaller is longer ago. */
  long heldSince;

  /** The call that it is in. */
  @Nullable
  OpenCall call;

  /** Calls that signal handlers interrupted, and that will be entered again. */
  final Deque<OpenCall> suspended = new ArrayDeque<>();

  @Nullable
  TimedWait timedWait;

  /** What the call that it is in fills in. */
  @Nullable
  FileStatus fileStatus;

  /** The signal it stands before the delivery of, or 0. */
  int inject;

  /** The next stop is before the first instruction of the handler of a signal. */
  boolean enteringHandler;

  /** It waits for its vfork(2) child to exec or to end. */
  boolean vforking;

  /** Polls in a row that found nothing, and the state of the world they saw. */
  int failedPolls;

  long pollEpoch;

  /** While OUTSIDE, PAUSED, or about to pause: it computes, and is not waited for. */
  boolean busy;

  /** How many of its sleeps have ended before their time. */
  int sleptEarly;

  /** Processor time that it had used at the last look, nanoseconds; -1 if it was not seen to run on. */
  long usedBefore = -1;

  /** What of that it computed since it was first seen to run on. */
  long computed;

  private @Nullable Proc proc;
  private @Nullable ProcFile status;

  Task(int tid) {
    this.tid = tid;
    ownTid = tid;
  }

  /** Whether it belongs to the program, not to the container around it. */
  boolean reported() {
    return proc != null;
  }

  /** Its process. */
  Proc proc() {
    if (proc == null) {
      throw new IllegalStateException("thread " + tid + " is not of the program");
    }
    return proc;
  }

  void join(Proc process, int own) {
    proc = process;
    ownTid = own;
  }

  /** Whether it is stopped until we let it go on. */
  boolean standsForUs() {
    return unseen instanceof Report.Halted
        || activity == Activity.HELD
        || activity == Activity.PAUSED
        || activity == Activity.GROUP_STOPPED;
  }

  /** Whether its end is known and kept back. */
  boolean endsUnseen() {
    return unseen instanceof Report.Ended;
  }

  /** It goes on to its end, wherever it stood. */
  void killed() {
    activity = Activity.RUNNING;
    stopped = null;
    unseen = null;
  }

  /** Its stop, which must be there. */
  Stopped stop() {
    if (stopped == null) {
      throw new IllegalStateException("thread " + tid + " is not stopped");
    }
    return stopped;
  }

  /** Its stop, used up. */
  Stopped take() {
    Stopped taken = stop();
    stopped = null;
    return taken;
  }

  /** /proc/TID/status now, or "" if it is gone. */
  String status() {
    if (status == null) {
      status = ProcFile.open("/proc/" + tid + "/status");
    }
    return status.text();
  }

  @Override
  public void close() {
    if (status != null) {
      status.close();
      status = null;
    }
  }
}
