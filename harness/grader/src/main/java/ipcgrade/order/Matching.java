package ipcgrade.order;

import ipcgrade.order.Linearisation.Contradiction;
import ipcgrade.order.Linearisation.Linearised;
import ipcgrade.order.Linearisation.OutOfSteps;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Transfer;
import ipcgrade.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which receive got which send, by a {@link Linearisation} of each queue's calls. Where there is none, and of
 * queues that others may use too, it is the oldest unreceived send with the same type and text.
 *
 * @param messages those that went into queues, in the order of their sends' returns
 * @param contradiction what no queue can have done, or empty: a fault of whoever watched the run
 * @param decided whether the order of all calls is known
 */
record Matching(List<Message> messages, String contradiction, boolean decided) {
  /** Some tenths of a second of work. Most histories of real runs take a few dead ends, or none. */
  private static final int MOST_DEAD_ENDS = 20_000;

  private static final int IPC_PRIVATE = 0;

  Matching {
    messages = List.copyOf(messages);
  }

  static Matching of(Trace trace) {
    List<Message> messages = new ArrayList<>();
    String contradiction = "";
    boolean decided = true;
    for (Map.Entry<Integer, List<Call>> queue : queues(trace).entrySet()) {
      Matching one = ofQueue(trace, queue.getKey(), queue.getValue());
      messages.addAll(one.messages);
      contradiction = contradiction.isEmpty() ? one.contradiction : contradiction;
      decided &= one.decided;
    }
    messages.sort(Comparator.comparingLong(message -> message.sent().seq()));
    return new Matching(messages, contradiction, decided);
  }

  private static Matching ofQueue(Trace trace, int msqid, List<Call> calls) {
    if (!isKnown(trace, calls)) {
      return new Matching(guess(calls), "", true);
    }
    return switch (Linearisation.of(calls, MOST_DEAD_ENDS)) {
      case Linearised row ->
          new Matching(messages(row.order().stream().filter(c -> c.errno() == 0), row.receipts()), "", true);
      case Contradiction found ->
          new Matching(
              guess(calls), isComplete(trace) ? "queue " + msqid + ": " + found.explanation() : "", false);
      case OutOfSteps _ -> new Matching(guess(calls), "", false);
    };
  }

  private static List<Message> guess(List<Call> calls) {
    return messages(calls.stream().filter(Call::succeeded), seeming(calls));
  }

  /** The sends among calls, each with its receive. */
  private static List<Message> messages(Stream<Call> calls, Map<Long, Call> receipts) {
    return calls
        .filter(call -> call.operation() instanceof MsgSnd)
        .map(send -> new Message(send, Optional.ofNullable(receipts.get(send.seq()))))
        .toList();
  }

  /** The calls on each queue, by its msqid, in the order of their returns. */
  static Map<Integer, List<Call>> queues(Trace trace) {
    Map<Integer, List<Call>> queues = new TreeMap<>();
    trace
        .events(Call.class)
        .sorted(Comparator.comparingLong(Call::seq))
        .forEach(call -> msqid(call)
            .ifPresent(msqid -> queues.computeIfAbsent(msqid, _ -> new ArrayList<>()).add(call)));
    return queues;
  }

  private static Optional<Integer> msqid(Call call) {
    return switch (call.operation()) {
      case MsgGet _ -> call.succeeded() ? Optional.of((int) call.result()) : Optional.empty();
      case Transfer transfer -> Optional.of(transfer.msqid());
      // MSG_STAT and its like take no msqid
      case MsgCtl control ->
          control.command() <= QueueModel.IPC_STAT ? Optional.of(control.msqid()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether nobody but the run used the queue, and it was empty when the run first saw it. */
  private static boolean isKnown(Trace trace, List<Call> calls) {
    return trace.request().container()
        && calls.stream()
            .filter(call -> call.operation() instanceof MsgGet)
            .findFirst()
            .map(call -> (MsgGet) call.operation())
            .filter(get -> get.key() == IPC_PRIVATE || get.creates())
            .isPresent();
  }

  /**
   * Whether the trace has all that was done. Who is killed inside a call is gone before its return is seen,
   * and where threads share memory a message may change before it is read.
   */
  private static boolean isComplete(Trace trace) {
    return trace.events(Exit.class).allMatch(exit -> exit.signal() == 0)
        && trace.events(Start.class).noneMatch(Start::thread);
  }

  /** The receive that seems to have got each send: the oldest send not received that has its type and text. */
  static Map<Long, Call> seeming(List<Call> calls) {
    Map<Long, Deque<Call>> unreceived = new HashMap<>();
    for (Call call : calls) {
      if (call.operation() instanceof MsgSnd send && (call.succeeded() || call.pending())) {
        unreceived.computeIfAbsent(send.mtype(), _ -> new ArrayDeque<>()).add(call);
      }
    }
    Map<Long, Call> receipts = new HashMap<>();
    for (Call call : calls) {
      if (call.operation() instanceof MsgRcv got
          && call.succeeded()
          && (got.flags() & QueueModel.MSG_COPY) == 0) {
        Iterator<Call> sends = unreceived.getOrDefault(got.mtype(), new ArrayDeque<>()).iterator();
        while (sends.hasNext()) {
          Call send = sends.next();
          if (send.entry() < call.seq() && sameText((MsgSnd) send.operation(), got)) {
            sends.remove();
            receipts.put(send.seq(), call);
            break;
          }
        }
      }
    }
    return receipts;
  }

  /** Whether {@code got} is what {@code sent} put there; MSG_NOERROR may have cut it. */
  static boolean sameText(MsgSnd sent, MsgRcv got) {
    int whole = sent.payload().size();
    int part = got.payload().size();
    return part <= whole
        && (part == whole || part == got.msgsz())
        && sent.payload().buffer().limit(part).equals(got.payload().buffer());
  }
}
