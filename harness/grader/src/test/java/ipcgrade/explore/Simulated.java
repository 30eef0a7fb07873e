package ipcgrade.explore;

import ipcgrade.explore.Machine.Op;
import ipcgrade.explore.Machine.Step;
import ipcgrade.explore.Machine.Task;
import ipcgrade.trace.Decision;
import ipcgrade.trace.Decision.Option;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs an abstract program as the agent runs real ones, and writes the trace of it. */
final class Simulated implements Runner {
  private static final int ENOMSG = 42;
  private static final long SECOND = 1_000_000_000;

  private final List<Op> program;
  private final int queues;
  private final int room;

  Simulated(List<Op> program, int queues, int room) {
    this.program = program;
    this.queues = queues;
    this.room = room;
  }

  Machine machine() {
    return new Machine(program, queues, room);
  }

  @Override
  public Trace run(Schedule schedule) {
    return new One(machine()).run(schedule);
  }

  /** One run. */
  private static final class One {
    private final Machine machine;
    private final List<Event> events = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<String, Long> entries = new HashMap<>();
    private final Map<String, Long> entryTimes = new HashMap<>();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private int gone;
    private String last = "";
    private long seq;

    One(Machine machine) {
      this.machine = machine;
    }

    Trace run(Schedule schedule) {
      if (schedule.strategy() instanceof Strategy.Replay(List<Turn> replayed)) {
        turns.addAll(replayed);
      }
      Random random = new Random(schedule.seed());
      started(machine.tasks.getFirst());
      List<Task> enabled = machine.enabled();
      while (!enabled.isEmpty()) {
        List<Option> options = new ArrayList<>(enabled.stream().map(One::option).toList());
        int at = schedule.strategy() instanceof Strategy.Random
            ? random.nextInt(options.size())
            : chosen(options);
        Option option = options.remove(at);
        last = option.name();
        decisions.add(new Decision(seq, option, options));
        record(machine.go(option.name()));
        enabled = machine.enabled();
      }
      RunEnd end = machine.finished() ? new RunEnd.Finished() : new RunEnd.Deadlock(List.of());
      RunRequest request =
          new RunRequest(List.of("p"), List.of(), 0, true, -1, schedule, true, RunRequest.Limits.NONE);
      return new Trace(request, events, end, List.of(), 1, decisions);
    }

    private int chosen(List<Option> options) {
      while (!turns.isEmpty()) {
        Turn turn = turns.getFirst();
        int found = find(options, turn.task());
        if (found >= 0 && (turn.steps() == 0 || gone < turn.steps())) {
          gone++;
          return found;
        }
        turns.removeFirst();
        gone = 0;
      }
      return Math.max(0, find(options, last));
    }

    private static int find(List<Option> options, String name) {
      return options.stream().map(Option::name).toList().indexOf(name);
    }

    private static Option option(Task task) {
      String object =
          !task.standing
              ? ""
              : switch (task.op()) {
                case Op.Send send -> "q" + send.queue();
                case Op.Receive receive -> "q" + receive.queue();
                case Op.Get _, Op.Fork _, Op.Wait _, Op.Sleep _ -> "";
              };
      return new Option(task.name, object, false);
    }

    private void record(Step step) {
      Task task = step.task();
      long time = machine.now() * SECOND;
      step.call()
          .ifPresent(
              op -> events.add(
                  new Call(seq++, entries.getOrDefault(task.name, 0L), time,
                      entryTimes.getOrDefault(task.name, 0L), task.pid, task.pid,
                      operation(op, step.result()),
                      result(op, step), false, List.of(), List.of())));
      step.forked().ifPresent(this::started);
      if (step.exits()) {
        events.add(new Event.Exit(seq++, time, task.pid, task.pid, 0, 0));
      }
      step.entered()
          .ifPresent(
              _ -> {
                entries.put(task.name, seq++);
                entryTimes.put(task.name, time);
              });
    }

    private void started(Task task) {
      events.add(
          new Event.Start(seq++, machine.now() * SECOND, task.pid, task.pid, task.parent, false));
    }

    private static Operation operation(Op op, int result) {
      return switch (op) {
        case Op.Send send -> new Operation.MsgSnd(send.queue(), send.type(), Payload.of(new byte[0]), 0);
        case Op.Receive receive ->
            new Operation.MsgRcv(receive.queue(), 0, receive.type(), 0, result, Payload.of(new byte[0]));
        case Op.Get _ -> new Operation.MsgGet(0, 0);
        case Op.Wait _ -> new Operation.Wait("wait4", -1, 0, Math.max(0, result));
        case Op.Sleep sleep -> new Operation.Sleep("nanosleep", sleep.seconds() * SECOND);
        case Op.Fork _ -> throw new IllegalStateException("no call");
      };
    }

    private static long result(Op op, Step step) {
      return step.inVain() ? -ENOMSG : op instanceof Op.Wait ? step.result() : 0;
    }
  }
}
