package ipcgrade.order;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A queue that a few threads use at random: each call begins, takes effect and returns at moments of its own.
 * It knows what a queue does by itself, in the simplest way, and asks nothing of the model under test.
 */
final class RandomHistory {
  static final int QUEUE = 65536;

  private static final int FIRST_PID = 100;

  /** For so long messages become more, then fewer. */
  private static final int PHASE = 500;

  /** What a thread is doing. */
  private static final class Caller {
    @Nullable
    Operation asked;
    @Nullable
    Operation done;
    long entry;
    long result;
    boolean blocked;
    int left;
  }

  private record Sent(long mtype, Payload text) {}

  private final Random random;
  private final List<Caller> callers = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Sent> queued = new ArrayList<>();
  private final int calls;
  private final boolean distinct;
  private long seq;
  private long qbytes = 16_384;
  private boolean removed;
  private int texts;

  private RandomHistory(Random random, int threads, int calls, boolean distinct) {
    this.random = random;
    this.calls = calls;
    this.distinct = distinct;
    for (int thread = 0; thread < threads; thread++) {
      events.add(
          new Start(seq++, 0, FIRST_PID + thread, FIRST_PID + thread, thread == 0 ? 0 : FIRST_PID, false));
      callers.add(new Caller());
    }
    long entry = seq++;
    events.add(call(0, entry, seq++, new MsgGet(0, 0600), QUEUE, false));
    for (int call = 0; call < calls; call++) {
      callers.get(random.nextInt(threads)).left++;
    }
  }

  /**
   * The trace of such a run.
   *
   * @param calls how many the threads make together, if they are not held up for ever
   * @param distinct whether no message is like another
   */
  static Trace of(Random random, int threads, int calls, boolean distinct) {
    RandomHistory history = new RandomHistory(random, threads, calls, distinct);
    history.play();
    return trace(history.events);
  }

  /** A finished run of these events in a namespace of its own. */
  static Trace trace(List<Event> events) {
    RunRequest request =
        new RunRequest(
            List.of("./random"),
            List.of(),
            0,
            true,
            -1,
            new Schedule(new Strategy.Natural(), 1),
            true,
            RunRequest.Limits.NONE);
    return new Trace(
        request,
        events.stream().sorted(Comparator.comparingLong(Event::seq)).toList(),
        new RunEnd.Finished(),
        List.of(),
        1);
  }

  private void play() {
    for (int idle = 0; idle < 40;) {
      int thread = random.nextInt(callers.size());
      idle = step(thread, callers.get(thread)) ? 0 : idle + 1;
    }
    for (int thread = 0; thread < callers.size(); thread++) {
      Caller caller = callers.get(thread);
      if (caller.asked != null) {
        events.add(call(thread, caller.entry, seq++, caller.asked, 0, true));
      }
    }
  }

  /** Lets a thread go one step; false if it can go none. */
  private boolean step(int thread, Caller caller) {
    if (caller.done != null) {
      events.add(call(thread, caller.entry, seq++, caller.done, caller.result, false));
      caller.asked = null;
      caller.done = null;
      return true;
    }
    if (caller.asked != null) {
      return effect(caller, caller.asked);
    }
    if (caller.left == 0) {
      return false;
    }
    caller.left--;
    caller.asked = operation();
    caller.entry = seq++;
    caller.blocked = false;
    return true;
  }

  private Operation operation() {
    int kind = random.nextInt(100);
    int nowait = random.nextInt(4) == 0 ? 04000 : 0;
    if (random.nextInt(2 * calls) == 0) {
      return new MsgCtl(QUEUE, 0, 0);
    }
    if (kind < 94 && random.nextInt(100) < (seq / PHASE % 2 == 0 ? 35 : 65)) {
      byte[] text = new byte[random.nextInt(4)];
      Arrays.fill(text, (byte) random.nextInt(2));
      byte[] whole = distinct ? new byte[] {(byte) texts++, (byte) (texts >> 7), 0, 0} : text;
      return new MsgSnd(QUEUE, 1 + random.nextInt(3), Payload.of(whole), nowait);
    }
    if (kind < 94) {
      int flags = random.nextInt(5) == 0 ? 010000 : random.nextInt(8) == 0 ? 020000 : 0;
      long room = random.nextInt(4) == 0 ? 2 : 8;
      return new MsgRcv(QUEUE, room, random.nextInt(7) - 3, nowait | flags, 0, Payload.EMPTY);
    }
    return kind < 97
        ? new MsgCtl(QUEUE, 1, random.nextInt(1 + random.nextInt(calls)))
        : new MsgCtl(QUEUE, 2, 0);
  }

  private boolean effect(Caller caller, Operation asked) {
    if (removed) {
      return answer(caller, asked, caller.blocked ? -43 : -22);
    }
    if (caller.blocked && random.nextInt(12) == 0 && blocks(asked)) {
      return answer(caller, asked, -4);
    }
    switch (asked) {
      case MsgSnd send -> {
        if (blocks(send)) {
          return wait(caller, send, send.flags(), -11);
        }
        queued.add(new Sent(send.mtype(), send.payload()));
        return answer(caller, send, 0);
      }
      case MsgRcv receive -> {
        Sent found = find(receive);
        if (found == null) {
          return wait(caller, receive, receive.flags(), -42);
        }
        int size = found.text.size();
        if (size > receive.msgsz() && (receive.flags() & 010000) == 0) {
          return answer(caller, receive, -7);
        }
        queued.remove(found);
        byte[] text = Arrays.copyOf(found.text.bytes(), (int) Math.min(size, receive.msgsz()));
        return answer(
            caller,
            new MsgRcv(
                QUEUE, receive.msgsz(), receive.msgtyp(), receive.flags(), found.mtype, Payload.of(text)),
            text.length);
      }
      case MsgCtl control -> {
        removed |= control.command() == 0;
        qbytes = control.command() == 1 ? control.qbytes() : qbytes;
        return answer(caller, control, 0);
      }
      default -> throw new IllegalStateException(asked.toString());
    }
  }

  private boolean blocks(Operation asked) {
    return switch (asked) {
      case MsgSnd send ->
          queued.stream().mapToInt(m -> m.text.size()).sum() + send.payload().size() > qbytes
              || queued.size() + 1 > qbytes;
      case MsgRcv receive -> find(receive) == null;
      default -> false;
    };
  }

  private @Nullable Sent find(MsgRcv receive) {
    long msgtyp = receive.msgtyp();
    boolean except = (receive.flags() & 020000) != 0;
    return queued.stream()
        .filter(
            m -> msgtyp == 0 || (msgtyp < 0 ? m.mtype <= -msgtyp : except != (m.mtype == msgtyp)))
        .min(Comparator.comparingLong(m -> msgtyp < 0 ? m.mtype : 0))
        .orElse(null);
  }

  private static boolean wait(Caller caller, Operation asked, int flags, int errno) {
    if ((flags & 04000) != 0) {
      return answer(caller, asked, errno);
    }
    boolean moved = !caller.blocked;
    caller.blocked = true;
    return moved;
  }

  private static boolean answer(Caller caller, Operation done, long result) {
    caller.done = done;
    caller.result = result;
    return true;
  }

  private static Call call(int thread, long entry, long seq, Operation operation, long result,
      boolean pending) {
    int pid = FIRST_PID + thread;
    return new Call(seq, entry, 0, 0, pid, pid, operation, result, pending, List.of(), List.of());
  }
}
