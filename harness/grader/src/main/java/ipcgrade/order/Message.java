package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import java.util.Optional;

/**
 * A message that went into a queue.
 *
 * @param sent the msgsnd that put it there
 * @param received the msgrcv that took it, if one did
 */
public record Message(Call sent, Optional<Call> received) {
  /** Its msgsnd, decoded. */
  public MsgSnd send() {
    return (MsgSnd) sent.operation();
  }

  public int msqid() {
    return send().msqid();
  }

  public long mtype() {
    return send().mtype();
  }

  public Payload payload() {
    return send().payload();
  }

  public int sender() {
    return sent.pid();
  }
}
