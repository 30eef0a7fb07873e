package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import java.util.Optional;

/**
 * What became of one queue.
 *
 * @param key 0 is IPC_PRIVATE
 * @param created the msgget that made it
 * @param removed the msgctl that removed it, if one did
 * @param left whether it was still there when the last process had ended
 */
public record QueueHistory(int msqid, int key, Call created, Optional<Call> removed, boolean left) {
  /** The pid of its creator. */
  public int creator() {
    return created.pid();
  }
}
