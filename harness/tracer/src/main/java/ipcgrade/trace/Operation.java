package ipcgrade.trace;

import java.util.List;

/** What a system call asks for and, where it has returned, what it brought back. */
public sealed interface Operation {
  /** The name of the call as its man page has it. */
  String name();

  /** How many bytes of the program's it carries: of a message, or of lists of semaphores. */
  default long bytes() {
    return switch (this) {
      case MsgSnd send -> send.payload().size();
      case MsgRcv receive -> receive.payload().size();
      case SemOp change -> (long) SemChange.BYTES * change.changes().size();
      case SemCtl control -> (long) Short.BYTES * control.values().size();
      case MsgGet _, MsgCtl _, SemGet _, Wait _, Sleep _, Kill _, Pause _ -> 0;
    };
  }

  /** A call on a System V message queue. */
  sealed interface Queue extends Operation {}

  /** A call on a queue that it names by its msqid. */
  sealed interface OnQueue extends Queue {
    /** The queue that it is for, whether there is one or not. */
    int msqid();
  }

  /** A call that puts a message into a queue or takes one from it. */
  sealed interface Transfer extends OnQueue {}

  /**
   * msgget(2); the result is the msqid.
   *
   * @param key 0 is IPC_PRIVATE
   * @param flags IPC_CREAT, IPC_EXCL and the permission bits
   */
  record MsgGet(int key, int flags) implements Queue {
    private static final int IPC_CREAT = 01000;

    @Override
    public String name() {
      return "msgget";
    }

    /** Whether it makes the queue of its key where there is none, IPC_CREAT. */
    public boolean creates() {
      return (flags & IPC_CREAT) != 0;
    }
  }

  /**
   * msgsnd(2).
   *
   * @param mtype the type of the message, as it stood in memory at entry
   * @param payload mtext, {@code msgsz} bytes
   */
  record MsgSnd(int msqid, long mtype, Payload payload, int flags) implements Transfer {
    @Override
    public String name() {
      return "msgsnd";
    }
  }

  /**
   * msgrcv(2); the result is the number of bytes in {@code payload}.
   *
   * @param msgsz the room for mtext that the caller offers, in bytes
   * @param msgtyp which message it asks for: 0 any, above 0 that type, below 0 the lowest type up to
   *     its absolute value
   * @param mtype the type of the message it got, or 0
   * @param payload mtext of the message it got, or empty
   */
  record MsgRcv(int msqid, long msgsz, long msgtyp, int flags, long mtype, Payload payload)
      implements Transfer {
    @Override
    public String name() {
      return "msgrcv";
    }
  }

  /**
   * msgctl(2).
   *
   * @param command IPC_RMID (0), IPC_SET (1), IPC_STAT (2) or another
   * @param qbytes the msg_qbytes that IPC_SET asks for, else 0
   */
  record MsgCtl(int msqid, int command, long qbytes) implements OnQueue {
    @Override
    public String name() {
      return "msgctl";
    }

    /** Whether it asks for the queue's removal, IPC_RMID. */
    public boolean removes() {
      return command == 0;
    }
  }

  /**
   * wait4(2) or waitid(2); the result is the child's pid, or 0.
   *
   * @param target the pid it waits for, as waitpid(2) takes it: -1 any child
   * @param options WNOHANG, WUNTRACED, …
   * @param child the child that it reaped, or 0
   */
  record Wait(String name, int target, int options, int child) implements Operation {}

  /**
   * A wait for time only: nanosleep(2), clock_nanosleep(2), or select(2), pselect(2), poll(2) and
   * ppoll(2) on no descriptors.
   *
   * @param nanoseconds how long it asks for, from its entry
   */
  record Sleep(String name, long nanoseconds) implements Operation {}

  /**
   * kill(2), tkill(2), tgkill(2).
   *
   * @param target the pid as kill(2) takes it: 0 the caller's group, -1 everyone
   */
  record Kill(String name, int target, int signal) implements Operation {}

  /** A call on System V semaphores. */
  sealed interface Semaphore extends Operation {}

  /** A call on a set of semaphores that it names by its semid. */
  sealed interface OnSet extends Semaphore {
    /** The set that it is for, whether there is one or not. */
    int semid();
  }

  /**
   * semget(2); the result is the semid.
   *
   * @param key 0 is IPC_PRIVATE
   * @param nsems how many semaphores the set shall have; 0 if it only asks for one that is there
   * @param flags IPC_CREAT, IPC_EXCL and the permission bits
   */
  record SemGet(int key, int nsems, int flags) implements Semaphore {
    @Override
    public String name() {
      return "semget";
    }
  }

  /**
   * semop(2), or semtimedop(2) with a timeout: all of its changes at once, or it waits.
   *
   * @param changes as they stood in memory at entry; none if they could not be read
   * @param timeout how long it waits at most, nanoseconds; -1 for ever, less if it is no valid timespec
   * @param values of the semaphores that {@code changes} name, one for each, right after it, or while pending
   *     when the run ended; none if the set is not there or has no such semaphore
   */
  record SemOp(String name, int semid, List<SemChange> changes, long timeout, List<Integer> values)
      implements OnSet {
    /** It waits until it can be done, and no timeout ends that. */
    public static final long FOREVER = -1;

    /** It fails with EINVAL or EFAULT. */
    public static final long INVALID = -2;

    public SemOp {
      changes = List.copyOf(changes);
      values = List.copyOf(values);
    }
  }

  /**
   * One of the changes of a semop(2), struct sembuf.
   *
   * @param semnum which semaphore of the set, from 0
   * @param semop what is added to it; below 0 it waits until that much is there, and 0 waits until it is 0
   * @param flags IPC_NOWAIT and SEM_UNDO
   */
  record SemChange(int semnum, int semop, int flags) {
    /** The size of a struct sembuf. */
    public static final int BYTES = 6;

    private static final int IPC_NOWAIT = 04000;
    private static final int SEM_UNDO = 010000;

    /** Whether the call fails with EAGAIN instead of waiting for this, IPC_NOWAIT. */
    public boolean nowait() {
      return (flags & IPC_NOWAIT) != 0;
    }

    /** Whether it is taken back when the process ends, SEM_UNDO. */
    public boolean undone() {
      return (flags & SEM_UNDO) != 0;
    }
  }

  /**
   * semctl(2); the result is what GETVAL, GETPID, GETNCNT or GETZCNT asks for.
   *
   * @param semnum which semaphore of the set, from 0; commands for the whole set take no notice of it
   * @param command IPC_RMID (0), IPC_SET (1), IPC_STAT (2), GETPID (11), GETVAL (12), GETALL (13), GETNCNT
   *     (14), GETZCNT (15), SETVAL (16), SETALL (17) or another
   * @param values what SETVAL or SETALL sets, or GETALL brought back; else none
   */
  record SemCtl(int semid, int semnum, int command, List<Integer> values) implements OnSet {
    private static final int IPC_RMID = 0;
    private static final int GETNCNT = 14;
    private static final int GETZCNT = 15;
    private static final int SETVAL = 16;
    private static final int SETALL = 17;

    public SemCtl {
      values = List.copyOf(values);
    }

    @Override
    public String name() {
      return "semctl";
    }

    /** Whether it asks for the set's removal, IPC_RMID. */
    public boolean removes() {
      return command == IPC_RMID;
    }

    /** Whether it asks how many wait at a semaphore, GETNCNT or GETZCNT. */
    public boolean counts() {
      return command == GETNCNT || command == GETZCNT;
    }

    /** Whether it gives semaphores new values, SETVAL or SETALL. */
    public boolean sets() {
      return command == SETVAL || command == SETALL;
    }
  }

  /**
   * A wait for a signal and nothing else: pause(2), rt_sigsuspend(2), or poll(2), ppoll(2), select(2) and
   * pselect(2) on no descriptors and without a timeout.
   *
   * @param mask the signals that cannot end it, bit n - 1 for signal n; 0 if the thread's own mask holds
   * @param masked whether it has such a mask of its own, rt_sigsuspend(2)
   */
  record Pause(String name, long mask, boolean masked) implements Operation {}
}
