package ipcgrade.order;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What may go wrong with a trace. */
enum Mutation {
  /** Nothing. */
  NONE,
  /** Two receives have each other's message. */
  SWAPPED,
  /** A receive is not there. */
  DROPPED,
  /** A receive is there twice. */
  DOUBLED,
  /** A receive has what nobody sent. */
  INVENTED,
  /** A call that succeeded failed, or the other way round. */
  FAILED;

  private static final int STRANGER = 999;

  /** The trace with one such fault, if it has what the fault needs. */
  Trace of(Trace trace, Random random) {
    List<Event> events = new ArrayList<>(trace.events());
    List<Integer> receives = new ArrayList<>();
    for (int at = 0; at < events.size(); at++) {
      if (events.get(at) instanceof Call call && call.operation() instanceof MsgRcv && call.succeeded()) {
        receives.add(at);
      }
    }
    if (receives.isEmpty()) {
      return trace;
    }
    int at = receives.get(random.nextInt(receives.size()));
    int other = receives.get(random.nextInt(receives.size()));
    Call call = (Call) events.get(at);
    MsgRcv got = (MsgRcv) call.operation();
    switch (this) {
      case NONE -> {}
      case SWAPPED -> {
        Call second = (Call) events.get(other);
        MsgRcv theirs = (MsgRcv) second.operation();
        events.set(at, with(call, bringing(got, theirs.mtype(), theirs.payload()), second.result()));
        events.set(other, with(second, bringing(theirs, got.mtype(), got.payload()), call.result()));
      }
      case DROPPED -> events.remove(at);
      case DOUBLED -> {
        long end = events.getLast().seq() + 1;
        events.add(
            new Call(
                end + 1, end, 0, 0, call.pid(), STRANGER, got, call.result(), false, List.of(), List.of()));
      }
      case INVENTED ->
          events.set(at, with(call, bringing(got, got.mtype(), Payload.of((byte) 99, (byte) 99)), 2));
      case FAILED ->
          events.set(at, with(call, bringing(got, 0, Payload.EMPTY), random.nextBoolean() ? -42 : -4));
    }
    return RandomHistory.trace(events);
  }

  /** Whether it is plain without any search that no queue did this, all messages being distinct. */
  boolean refutes(Trace mutated) {
    Set<Payload> received = new HashSet<>();
    return (this == INVENTED && !LinearisationTest.calls(mutated).isEmpty())
        || LinearisationTest.calls(mutated).stream()
            .filter(c -> c.operation() instanceof MsgRcv && c.succeeded())
            .map(c -> ((MsgRcv) c.operation()).payload())
            .anyMatch(text -> text.size() > 2 && !received.add(text));
  }

  private static MsgRcv bringing(MsgRcv receive, long mtype, Payload text) {
    return new MsgRcv(receive.msqid(), receive.msgsz(), receive.msgtyp(), receive.flags(), mtype, text);
  }

  private static Call with(Call call, Operation operation, long result) {
    return new Call(
        call.seq(), call.entry(), 0, 0, call.pid(), call.tid(), operation, result, false, List.of(),
        List.of());
  }
}
