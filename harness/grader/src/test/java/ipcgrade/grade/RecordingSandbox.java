package ipcgrade.grade;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Keeps what the runs of a sandbox did, as text: but for what chance decides, which are bytes that nobody
 * initialised, the keys of ftok(3), which are of the inode and the file system, and whether a process has
 * begun before or after the next call of the one that made it.
 */
final class RecordingSandbox implements Sandbox {
  private final Sandbox sandbox;
  private final List<String> runs = new ArrayList<>();

  RecordingSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** The runs of the last program, in order. */
  List<String> runs() {
    return List.copyOf(runs);
  }

  @Override
  public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
    runs.clear();
    return sandbox.build(submission, spec);
  }

  @Override
  public Trace run(Program program, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    Trace trace = sandbox.run(program, spec, schedule);
    runs.add(text(trace));
    return trace;
  }

  @Override
  public void close() {
    sandbox.close();
  }

  private static String text(Trace trace) {
    return trace.request().schedule()
        + "\n"
        + lines(trace, event -> event instanceof Event.Start)
        + lines(trace, event -> !(event instanceof Event.Start))
        + trace.end().getClass().getSimpleName()
        + "\n"
        + trace.queues().size()
        + " queues\n";
  }

  private static String lines(Trace trace, Predicate<Event> which) {
    return trace.events().stream()
        .filter(which)
        .map(event -> line(event) + "\n")
        .collect(Collectors.joining());
  }

  private static String line(Event event) {
    String actor = event.time() + " " + event.pid() + "/" + event.tid() + " ";
    return actor
        + switch (event) {
          case Event.Call call -> call(call);
          case Event.Output output -> "output " + output.fd();
          case Event.Start start -> "start " + start.parent() + " " + start.thread();
          case Event.Exec exec -> "exec " + exec.path();
          case Event.Exit exit -> "exit " + exit.status() + " " + exit.signal();
          case Event.Signal signal -> "signal " + signal.signal();
          case Event.Struck struck -> "struck " + struck.fault().text();
        };
  }

  private static String call(Event.Call call) {
    String operation =
        switch (call.operation()) {
          case MsgSnd(int msqid, long mtype, var payload, int flags) ->
              "msgsnd " + msqid + " " + mtype + " " + payload.size() + " " + flags;
          case MsgRcv(int msqid, long msgsz, long msgtyp, int flags, long mtype, var payload) ->
              "msgrcv " + msqid + " " + msgsz + " " + msgtyp + " " + flags + " " + mtype + " "
                  + payload.size();
          case MsgGet(int key, int flags) -> "msgget " + (key == 0 ? "private" : "keyed") + " " + flags;
          case MsgCtl ctl -> ctl.toString();
          default -> call.operation().toString();
        };
    return operation
        + " = "
        + call.result()
        + (call.pending() ? " pending " : " ")
        + call.stack().stream()
            .filter(frame -> frame.resolved())
            .map(frame -> frame.file() + ":" + frame.line() + " " + frame.function())
            .collect(Collectors.joining(" < "));
  }
}
