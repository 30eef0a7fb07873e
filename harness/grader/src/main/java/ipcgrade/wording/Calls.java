package ipcgrade.wording;

import static java.util.stream.Collectors.joining;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.RunEnd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes system calls as C would, with flags, errnos and signals by name: {@code msgrcv(65538, 8, msgtyp 2,
 * IPC_NOWAIT) = -1 ENOMSG (No message of desired type)}. Pointers are left out; what they point to stands in
 * their place. The text is one printable line in every language.
 */
public final class Calls {
  private static final int MOST = 400;
  private static final int SETVAL = 16;

  private Calls() {}

  /** An event: a call as {@link #text(Event.Call)} has it, or what else happened, in English. */
  public static String text(Event event) {
    return switch (event) {
      case Event.Call call -> text(call);
      case Event.Start start -> "started by process " + start.parent();
      case Event.Exec exec -> Printable.line("exec " + exec.path(), MOST);
      case Event.Exit exit ->
          exit.signal() != 0 ? "killed by signal " + exit.signal() : "exit status " + exit.status();
      case Event.Signal signal -> "signal " + signal.signal();
      case Event.Struck struck -> Printable.line("fault: " + struck.fault().text(), MOST);
      case Event.Output output -> "wrote " + output.bytes().size() + " bytes";
    };
  }

  /** A call and its result; {@code = ?} where it never returned. */
  public static String text(Event.Call call) {
    return Printable.line(request(call.operation()) + " " + result(call), MOST);
  }

  /** A call as it was entered, without its result. */
  public static String request(Operation operation) {
    return Printable.line(
        switch (operation) {
          case Operation.MsgGet get -> call(get, key(get.key()), Flags.ofGet(get.flags()));
          case Operation.MsgSnd send ->
              call(
                  send,
                  Integer.toString(send.msqid()),
                  message(send.mtype(), Payloads.text(send.payload())),
                  Integer.toString(send.payload().size()),
                  Flags.ofMessage(send.flags()));
          case Operation.MsgRcv receive ->
              call(
                  receive,
                  Integer.toString(receive.msqid()),
                  Long.toUnsignedString(receive.msgsz()),
                  "msgtyp " + receive.msgtyp(),
                  Flags.ofMessage(receive.flags()));
          case Operation.MsgCtl control ->
              control.command() == 1
                  ? call(control, Integer.toString(control.msqid()), "IPC_SET",
                      "msg_qbytes " + control.qbytes())
                  : call(control, Integer.toString(control.msqid()), Flags.ofControl(control.command()));
          case Operation.SemGet get ->
              call(get, key(get.key()), Integer.toString(get.nsems()), Flags.ofGet(get.flags()));
          case Operation.SemOp op -> call(op, changes(op));
          case Operation.SemCtl control -> call(control, control(control));
          case Operation.Wait wait ->
              call(wait, Integer.toString(wait.target()), Flags.ofWait(wait.name(), wait.options()));
          case Operation.Sleep sleep -> call(sleep, seconds(sleep.nanoseconds()));
          case Operation.Kill kill ->
              call(kill, Integer.toString(kill.target()), Signals.name(kill.signal()));
          case Operation.Pause pause -> pause.masked() ? call(pause, signals(pause.mask())) : call(pause);
        },
        MOST);
  }

  /** What a call returned, with what it brought back: {@code = 8 {mtype 2, [1, 65538]}}. */
  public static String result(Event.Call call) {
    if (call.pending()) {
      return "= ?";
    }
    if (!call.succeeded()) {
      return error(call.errno());
    }
    return Printable.line("= " + call.result() + brought(call), MOST);
  }

  /** Why a program was not executed: {@code execve = -1 EACCES (Permission denied)}. */
  public static String refusal(RunEnd.Refused refused) {
    String end = refused.signal() == 0 ? "" : ", " + Signals.name(refused.signal());
    return "execve " + error(refused.errno()) + end;
  }

  /** A stretch of virtual time: {@code 1s}, {@code 0.25s}. */
  public static String seconds(long nanoseconds) {
    return BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros().toPlainString() + "s";
  }

  private static String error(int errno) {
    String meaning = Errnos.meaning(errno);
    return "= -1 " + Errnos.name(errno) + (meaning.isEmpty() ? "" : " (" + meaning + ")");
  }

  private static String brought(Event.Call call) {
    return switch (call.operation()) {
      case Operation.MsgRcv receive ->
          " " + message(receive.mtype(), Payloads.text(receive.payload()));
      case Operation.Wait wait ->
          wait.child() != 0 && wait.child() != call.result() ? " {pid " + wait.child() + "}" : "";
      case Operation.SemOp op when !op.values().isEmpty() ->
          " {semval " + op.values().stream().map(String::valueOf).collect(joining(", ")) + "}";
      case Operation.SemCtl control when !control.values().isEmpty() && !control.sets() ->
          " " + control.values();
      case Operation.MsgGet _, Operation.MsgSnd _, Operation.MsgCtl _, Operation.SemGet _, Operation.SemOp _, Operation.SemCtl _, Operation.Sleep _, Operation.Kill _, Operation.Pause _ ->
          "";
    };
  }

  private static String[] changes(Operation.SemOp op) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(op.semid()));
    for (Operation.SemChange change : op.changes()) {
      arguments.add(
          "{" + change.semnum() + ", " + change.semop() + ", " + Flags.ofChange(change.flags()) + "}");
    }
    if (op.timeout() >= 0) {
      arguments.add(seconds(op.timeout()));
    }
    return arguments.toArray(String[]::new);
  }

  private static String[] control(Operation.SemCtl control) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(control.semid()));
    arguments.add(Integer.toString(control.semnum()));
    arguments.add(Flags.ofSemaphoreControl(control.command()));
    if (control.sets()) {
      arguments.add(
          control.command() == SETVAL
              ? control.values().getFirst().toString()
              : control.values().toString());
    }
    return arguments.toArray(String[]::new);
  }

  /** A set of signals as strace(1) writes one: those in it, or, where that is shorter, those not in it. */
  private static String signals(long mask) {
    boolean most = Long.bitCount(mask) > Long.SIZE / 2;
    long named = most ? ~mask : mask;
    return IntStream.rangeClosed(1, Long.SIZE)
        .filter(signal -> (named >>> (signal - 1) & 1) != 0)
        .mapToObj(Signals::name)
        .collect(joining(", ", most ? "~[" : "[", "]"));
  }

  private static String call(Operation operation, String... arguments) {
    return operation.name() + "(" + String.join(", ", arguments) + ")";
  }

  private static String message(long mtype, String payload) {
    return "{mtype " + mtype + ", " + payload + "}";
  }

  private static String key(int key) {
    return key == 0 ? "IPC_PRIVATE" : "0x" + Integer.toHexString(key);
  }
}
