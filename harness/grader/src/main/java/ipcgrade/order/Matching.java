package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Trace;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
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
  /** Where a message is and of which type. */
  private record Place(int msqid, long mtype) {}

  private Matching() {}

  static List<Message> of(Trace trace) {
    List<Call> sends =
        trace
            .events(Call.class)
            .filter(call -> call.operation() instanceof MsgSnd && call.succeeded())
            .toList();
    Map<Place, Deque<Call>> unreceived = new HashMap<>();
    sends.forEach(
        call -> {
          MsgSnd send = (MsgSnd) call.operation();
          unreceived
              .computeIfAbsent(new Place(send.msqid(), send.mtype()), _ -> new ArrayDeque<>())
              .add(call);
        });

    Map<Long, Call> receives = new HashMap<>();
    trace
        .events(Call.class)
        .filter(call -> call.operation() instanceof MsgRcv && call.succeeded())
        .sorted(Comparator.comparingLong(Call::seq))
        .forEach(
            receive -> {
              MsgRcv got = (MsgRcv) receive.operation();
              Deque<Call> none = new ArrayDeque<>();
              Iterator<Call> candidates =
                  unreceived.getOrDefault(new Place(got.msqid(), got.mtype()), none).iterator();
              while (candidates.hasNext()) {
                Call send = candidates.next();
                if (send.entry() < receive.seq() && same((MsgSnd) send.operation(), got)) {
                  candidates.remove();
                  receives.put(send.seq(), receive);
                  break;
                }
              }
            });
    return sends.stream()
        .map(send -> new Message(send, Optional.ofNullable(receives.get(send.seq()))))
        .toList();
  }

  /** Whether {@code got} is what {@code sent} put there; MSG_NOERROR may have cut it. */
  private static boolean same(MsgSnd sent, MsgRcv got) {
    int whole = sent.payload().size();
    int part = got.payload().size();
    return part <= whole
        && (part == whole || part == got.msgsz())
        && sent.payload().buffer().limit(part).equals(got.payload().buffer());
  }
}
