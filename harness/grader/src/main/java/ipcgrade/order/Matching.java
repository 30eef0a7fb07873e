package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which receive got which send: the oldest unreceived one with the same type and text.
 *
 * <p>Where calls do not overlap that is exact, since a queue keeps the order of equal messages. Where
 * they do, a receive may return before the send that handed it its message (msgop(2): a blocked receiver
 * is served directly), so a send counts from its entry.
 */
final class Matching {
  private Matching() {}

  static List<Message> of(Trace trace) {
    List<Call> sends =
        trace
            .events(Call.class)
            .filter(call -> call.operation() instanceof MsgSnd && call.succeeded())
            .toList();
    Map<Integer, List<Call>> unreceived = new HashMap<>();
    sends.forEach(
        call -> unreceived
            .computeIfAbsent(((MsgSnd) call.operation()).msqid(), _ -> new ArrayList<>())
            .add(call));

    Map<Long, Call> receives = new HashMap<>();
    trace
        .events(Call.class)
        .filter(call -> call.operation() instanceof MsgRcv && call.succeeded())
        .sorted(Comparator.comparingLong(Call::seq))
        .forEach(
            receive -> {
              MsgRcv got = (MsgRcv) receive.operation();
              List<Call> candidates = unreceived.getOrDefault(got.msqid(), List.of());
              candidates.stream()
                  .filter(send -> send.entry() < receive.seq() && same((MsgSnd) send.operation(), got))
                  .findFirst()
                  .ifPresent(
                      send -> {
                        candidates.remove(send);
                        receives.put(send.seq(), receive);
                      });
            });
    return sends.stream()
        .map(send -> new Message(send, Optional.ofNullable(receives.get(send.seq()))))
        .toList();
  }

  /** Whether {@code got} is what {@code sent} put there; MSG_NOERROR may have cut it. */
  private static boolean same(MsgSnd sent, MsgRcv got) {
    if (sent.mtype() != got.mtype()) {
      return false;
    }
    byte[] whole = sent.payload().bytes();
    byte[] part = got.payload().bytes();
    return part.length <= whole.length
        && (part.length == whole.length || part.length == got.msgsz())
        && Arrays.equals(whole, 0, part.length, part, 0, part.length);
  }
}
