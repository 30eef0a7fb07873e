package ipcgrade.rule;

import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Event.Exec;
import ipcgrade.trace.Event.Exit;
import ipcgrade.trace.Event.Output;
import ipcgrade.trace.Event.Signal;
import ipcgrade.trace.Event.Start;
import ipcgrade.trace.Event.Struck;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Operation.Pause;
import ipcgrade.trace.Operation.SemChange;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Operation.Sleep;
import ipcgrade.trace.Operation.Wait;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The events of a run as claims see them; each event is one struct, however often it is asked for. */
final class Events {
  /** An event that did not happen. */
  static final Struct NONE = blank(new Struct(Vocabulary.EVENT, "none"), "", -1, 0, 0);

  private static final int GETVAL = 12;

  private final Ordering order;
  private final Map<Long, Struct> structs = new HashMap<>();

  /** What a struct of an event is about. */
  record Subject(Event event, Ordering order) {
    boolean before(Subject other) {
      return order.before(event, other.event);
    }
  }

  Events(Ordering order) {
    this.order = order;
  }

  Struct of(Event event) {
    return structs.computeIfAbsent(event.seq(), _ -> make(event));
  }

  private Struct make(Event event) {
    return new Struct(Vocabulary.EVENT, new Subject(event, order), struct -> fill(struct, event));
  }

  private static void fill(Struct struct, Event event) {
    long entry = event instanceof Call call ? call.entry() : event.seq();
    long entered = event instanceof Call call ? call.entryTime() : event.time();
    blank(struct, name(event), event.seq(), entry, event.time())
        .with("pid", (long) event.pid())
        .with("tid", (long) event.tid())
        .with("entered", Duration.ofNanos(entered));
    switch (event) {
      case Call call -> describe(struct, call);
      case Exit exit ->
          struct.with("status", (long) exit.status()).with("signal", (long) exit.signal());
      case Signal signal -> struct.with("signal", (long) signal.signal());
      case Start _, Exec _, Output _, Struck _ -> {}
    }
  }

  private static void describe(Struct struct, Call call) {
    struct
        .with("pending", call.pending())
        .with("result", call.result())
        .with("errno", (long) call.errno());
    switch (call.operation()) {
      case MsgGet get ->
          struct
              .with("msqid", call.succeeded() ? call.result() : -1L)
              .with("key", (long) get.key())
              .with("flags", (long) get.flags());
      case MsgSnd send ->
          struct
              .with("msqid", (long) send.msqid())
              .with("mtype", send.mtype())
              .with("size", (long) send.payload().size())
              .with("flags", (long) send.flags());
      case MsgRcv receive ->
          struct
              .with("msqid", (long) receive.msqid())
              .with("mtype", receive.mtype())
              .with("msgtyp", receive.msgtyp())
              .with("size", receive.msgsz())
              .with("flags", (long) receive.flags());
      case MsgCtl ctl ->
          struct.with("msqid", (long) ctl.msqid()).with("command", (long) ctl.command());
      case SemGet get ->
          struct
              .with("semid", call.succeeded() ? call.result() : -1L)
              .with("key", (long) get.key())
              .with("size", (long) get.nsems())
              .with("flags", (long) get.flags());
      case SemOp op -> {
        struct.with("semid", (long) op.semid());
        if (!op.changes().isEmpty()) {
          SemChange first = op.changes().getFirst();
          struct
              .with("semnum", (long) first.semnum())
              .with("semop", (long) first.semop())
              .with("flags", (long) first.flags());
        }
        struct.with("semval", op.values().isEmpty() ? -1L : op.values().getFirst());
      }
      case SemCtl ctl ->
          struct
              .with("semid", (long) ctl.semid())
              .with("semnum", (long) ctl.semnum())
              .with("command", (long) ctl.command())
              .with("semval", semval(ctl, call));
      case Wait wait ->
          struct.with("child", (long) wait.child()).with("flags", (long) wait.options());
      case Sleep sleep -> struct.with("length", Duration.ofNanos(sleep.nanoseconds()));
      case Kill kill ->
          struct.with("target", (long) kill.target()).with("signal", (long) kill.signal());
      case Pause _ -> {}
    }
  }

  /** The value that SETVAL sets or GETVAL brought, or the first of those of SETALL and GETALL; else -1. */
  private static long semval(SemCtl ctl, Call call) {
    if (ctl.command() == GETVAL) {
      return call.succeeded() ? call.result() : -1;
    }
    return ctl.values().isEmpty() ? -1 : ctl.values().getFirst();
  }

  private static String name(Event event) {
    return switch (event) {
      case Call call -> call.operation().name();
      case Start _ -> "start";
      case Exec _ -> "exec";
      case Exit _ -> "exit";
      case Signal _ -> "signal";
      case Output _ -> "output";
      case Struck _ -> "fault";
    };
  }

  private static Struct blank(Struct struct, String name, long seq, long entry, long time) {
    struct
        .with("name", name)
        .with("seq", seq)
        .with("entry", entry)
        .with("time", Duration.ofNanos(time))
        .with("entered", Duration.ofNanos(time))
        .with("length", Duration.ZERO)
        .with("pending", false);
    for (String number : new String[] {
      "pid", "tid", "msqid", "key", "mtype", "msgtyp", "size", "flags", "command", "result", "errno",
      "child", "target", "status", "signal", "semid", "semnum", "semval"
    }) {
      struct.with(number, -1L);
    }
    // -1 is what takes one away: only 0, which waits and changes nothing, can stand for none
    struct.with("semop", 0L);
    return struct;
  }
}
