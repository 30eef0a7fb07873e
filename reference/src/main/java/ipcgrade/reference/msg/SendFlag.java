package ipcgrade.reference.msg;

/** What {@link MessageQueue#send} may be asked for besides. */
public enum SendFlag {
  /** Fail with EAGAIN where it would wait for room. */
  IPC_NOWAIT(Calls.IPC_NOWAIT);

  final int bit;

  SendFlag(int bit) {
    this.bit = bit;
  }
}
