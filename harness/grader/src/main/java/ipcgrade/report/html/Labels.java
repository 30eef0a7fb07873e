package ipcgrade.report.html;

import ipcgrade.reading.Reading;
import ipcgrade.report.html.Story.Sort;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Errnos;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Signals;
import ipcgrade.wording.Words;
import java.util.stream.Collectors;

/** Names events in few letters, as C does: the same in every language but for what a queue is called. */
final class Labels {
  private static final int MOST = 300;
  private static final int MOST_LABEL = 34;
  private static final int IPC_RMID = 0;

  private final Reading reading;
  private final Words words;

  /** @param words what a queue is called with, "queue 65538" */
  Labels(Reading reading, Words words) {
    this.reading = reading;
    this.words = words;
  }

  /** All of an event, as C would have it. */
  String text(Event event) {
    return switch (event) {
      case Event.Start start -> (start.thread() ? "thread " : "fork ") + reading.called(start.pid());
      case Event.Exit exit ->
          exit.signal() == 0 ? "exit(" + exit.status() + ")" : "killed by " + Signals.name(exit.signal());
      case Event.Signal signal -> Signals.name(signal.signal());
      case Event.Exec _, Event.Output _, Event.Struck _, Call _ -> Calls.text(event);
    };
  }

  /** The same in few letters. */
  String label(Event event) {
    String label =
        switch (event) {
          case Event.Start start -> start.thread() ? "thread" : start.parent() == 0 ? "start" : "fork";
          case Event.Exit exit ->
              exit.signal() == 0 ? "exit " + exit.status() : Signals.name(exit.signal());
          case Event.Signal signal -> Signals.name(signal.signal());
          case Event.Exec exec -> "exec " + exec.path();
          case Event.Output _ -> "write";
          case Event.Struck _ -> Calls.text(event);
          case Call call ->
              label(call) + (call.errno() == 0 ? "" : " " + Errnos.name(call.errno()));
        };
    return Printable.line(label, MOST_LABEL);
  }

  private String queue(int msqid) {
    return reading.queueCalled(msqid, words);
  }

  private String label(Call call) {
    return switch (call.operation()) {
      case Operation.MsgGet _ ->
          call.succeeded() ? "msgget " + queue((int) call.result()) : "msgget";
      case Operation.MsgSnd send -> "msgsnd " + queue(send.msqid());
      case Operation.MsgRcv receive -> "msgrcv msgtyp " + receive.msgtyp();
      case Operation.MsgCtl control ->
          (control.removes() ? "IPC_RMID " : "msgctl ") + queue(control.msqid());
      case Operation.SemGet _ -> call.succeeded() ? "semget " + call.result() : "semget";
      case Operation.SemOp op ->
          op.changes().stream()
              .map(change -> change.semnum() + (change.semop() > 0 ? ":+" : ":") + change.semop())
              .collect(Collectors.joining(" ", "semop ", ""));
      case Operation.SemCtl control ->
          control.command() == IPC_RMID
              ? "semctl IPC_RMID"
              : "semctl " + control.values().stream().map(String::valueOf).collect(Collectors.joining(" "));
      case Operation.Wait wait ->
          wait.child() == 0 ? wait.name() : "wait " + reading.called(wait.child());
      case Operation.Sleep sleep -> "sleep " + Calls.seconds(sleep.nanoseconds());
      case Operation.Kill kill -> Signals.name(kill.signal()) + " → " + reading.called(kill.target());
      case Operation.Pause pause -> pause.name();
    };
  }

  /** What sort of event it is. */
  static Sort sort(Event event) {
    return switch (event) {
      case Event.Start _ -> Sort.START;
      case Event.Exit _ -> Sort.EXIT;
      case Event.Signal _, Event.Exec _, Event.Output _, Event.Struck _ -> Sort.SIGNAL;
      case Call call ->
          switch (call.operation()) {
            case Operation.MsgGet _ -> Sort.GET;
            case Operation.MsgSnd _ -> Sort.SEND;
            case Operation.MsgRcv _ -> Sort.RECEIVE;
            case Operation.MsgCtl control -> control.removes() ? Sort.REMOVE : Sort.CONTROL;
            case Operation.Semaphore _ -> Sort.SEMAPHORE;
            case Operation.Wait _ -> Sort.WAIT;
            case Operation.Sleep _, Operation.Pause _ -> Sort.SLEEP;
            case Operation.Kill _ -> Sort.SIGNAL;
          };
    };
  }

  /** The pid that an event is also about: of who started or ended or was killed; 0 if there is none. */
  int other(Event event) {
    return switch (event) {
      case Event.Start start -> start.parent();
      case Call call ->
          switch (call.operation()) {
            case Operation.Wait wait -> wait.child();
            case Operation.Kill kill -> Math.max(0, kill.target());
            case Operation.Queue _, Operation.Semaphore _, Operation.Sleep _, Operation.Pause _ -> 0;
          };
      case Event.Exec _, Event.Exit _, Event.Signal _, Event.Output _, Event.Struck _ -> 0;
    };
  }

  /** Whether a call failed or never returned, or a process did not end well. */
  static boolean fails(Event event) {
    return switch (event) {
      case Call call -> !call.succeeded();
      case Event.Exit exit -> exit.signal() != 0;
      case Event.Struck _ -> true;
      case Event.Start _, Event.Exec _, Event.Signal _, Event.Output _ -> false;
    };
  }

  /** File and line of a call, or empty. */
  static String place(Event event) {
    return event instanceof Call call
        ? call.stack().stream()
            .filter(Frame::resolved)
            .findFirst()
            .map(frame -> Printable.line(frame.file() + ":" + frame.line(), MOST))
            .orElse("")
        : "";
  }

  /** A key as ipcs(1) prints it. */
  static String key(int key) {
    return "0x%08x".formatted(key);
  }
}
