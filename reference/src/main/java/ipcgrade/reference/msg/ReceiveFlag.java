package ipcgrade.reference.msg;

/** What {@link MessageQueue#receive} may be asked for besides. */
public enum ReceiveFlag {
  /** Fail with ENOMSG where it would wait for a message. */
  IPC_NOWAIT(Calls.IPC_NOWAIT),
  /** Cut a message that is too long, and lose the rest, where it would fail with E2BIG. */
  MSG_NOERROR(Calls.MSG_NOERROR);

  final int bit;

  ReceiveFlag(int bit) {
    this.bit = bit;
  }
}
