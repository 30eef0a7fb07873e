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

  /** The queue that it went into. */
  public int msqid() {
    return send().msqid();
  }

  /** Its type. */
  public long mtype() {
    return send().mtype();
  }

  /** Its mtext, as it was sent. */
  public Payload payload() {
    return send().payload();
  }

  /** The pid of who sent it. */
  public int sender() {
    return sent.pid();
  }
}
