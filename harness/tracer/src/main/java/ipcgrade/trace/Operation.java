package ipcgrade.trace;

/** What a system call asks for and, where it has returned, what it brought back. */
public sealed interface Operation {
  /** The name of the call as its man page has it. */
  String name();

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
}
