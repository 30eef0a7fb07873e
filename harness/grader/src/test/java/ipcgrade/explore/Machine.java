package ipcgrade.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A tiny machine with message queues, on which abstract programs run: one task at a time, from one call to the
 * next, as the agent lets real ones.
 */
final class Machine {
  /** What a task does; after its last one it ends. */
  sealed interface Op {
    record Send(int queue, int type) implements Op {}

    /** Of any type if 0, the lowest up to {@code -type} if below. */
    record Receive(int queue, int type, boolean nowait) implements Op {}

    record Get() implements Op {}

    record Fork(List<Op> child) implements Op {}

    /** For any child. */
    record Wait() implements Op {}

    record Sleep(int seconds) implements Op {}
  }

  /** A task. */
  static final class Task {
    final String name;
    final int pid;
    final int parent;
    final List<Op> ops;
    int pc;
    int forks;
    boolean standing;
    boolean ended;
    boolean reaped;
    int deadline;
    long heldSince;

    Task(String name, int pid, int parent, List<Op> ops) {
      this.name = name;
      this.pid = pid;
      this.parent = parent;
      this.ops = ops;
    }

    Task(Task other) {
      this(other.name, other.pid, other.parent, other.ops);
      pc = other.pc;
      forks = other.forks;
      standing = other.standing;
      ended = other.ended;
      reaped = other.reaped;
      deadline = other.deadline;
      heldSince = other.heldSince;
    }

    Op op() {
      return ops.get(pc);
    }
  }

  /**
   * What a step was.
   *
   * @param call that it made, if it made one
   * @param result of a receive: the type of the message, 0 if there was none; of a wait: the child's pid
   * @param forked the child that it made
   * @param entered the call that it came to
   */
  record Step(
      Task task, Optional<Op> call, int result, Optional<Task> forked, Optional<Op> entered, boolean exits) {
    /** Whether it tried to receive, and there was nothing. */
    boolean inVain() {
      return call.filter(op -> op instanceof Op.Receive receive && receive.nowait()).isPresent()
          && result == 0;
    }
  }

  private final int room;
  private final List<List<Integer>> queues = new ArrayList<>();
  final List<Task> tasks = new ArrayList<>();
  private int now;
  private long held;

  Machine(List<Op> program, int queues, int room) {
    this.room = room;
    for (int i = 0; i < queues; i++) {
      this.queues.add(new ArrayList<>());
    }
    tasks.add(new Task("1", 100, 0, program));
  }

  Machine(Machine other) {
    room = other.room;
    other.queues.forEach(queue -> queues.add(new ArrayList<>(queue)));
    other.tasks.forEach(task -> tasks.add(new Task(task)));
    now = other.now;
    held = other.held;
  }

  int now() {
    return now;
  }

  boolean finished() {
    return tasks.stream().allMatch(task -> task.ended);
  }

  /** Who can go, the one that has waited longest first; the clock jumps if it must. */
  List<Task> enabled() {
    List<Task> enabled = able();
    if (enabled.isEmpty()) {
      tasks.stream()
          .filter(task -> task.standing && !task.ended && task.op() instanceof Op.Sleep)
          .mapToInt(task -> task.deadline)
          .min()
          .ifPresent(deadline -> now = Math.max(now, deadline));
      enabled = able();
    }
    return enabled;
  }

  private List<Task> able() {
    return tasks.stream()
        .filter(task -> !task.ended && (!task.standing || goesOn(task)))
        .sorted(Comparator.comparingLong(task -> task.heldSince))
        .toList();
  }

  private boolean goesOn(Task task) {
    return switch (task.op()) {
      case Op.Send send -> queues.get(send.queue()).size() < room;
      case Op.Receive receive -> receive.nowait() || match(receive) >= 0;
      case Op.Get _, Op.Fork _ -> true;
      case Op.Wait _ -> children(task).isEmpty() || children(task).stream().anyMatch(child -> child.ended);
      case Op.Sleep _ -> task.deadline <= now;
    };
  }

  private List<Task> children(Task task) {
    return tasks.stream().filter(child -> child.parent == task.pid && !child.reaped).toList();
  }

  private int match(Op.Receive receive) {
    List<Integer> queue = queues.get(receive.queue());
    int found = -1;
    for (int i = 0; i < queue.size(); i++) {
      int type = queue.get(i);
      if (receive.type() >= 0) {
        if (receive.type() == 0 || type == receive.type()) {
          return i;
        }
      } else if (type <= -receive.type() && (found < 0 || type < queue.get(found))) {
        found = i;
      }
    }
    return found;
  }

  /** Lets a task go that is enabled. */
  Step go(String name) {
    Task task = tasks.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    Optional<Op> call = Optional.empty();
    int result = 0;
    if (task.standing) {
      call = Optional.of(task.op());
      result = made(task);
      task.pc++;
      task.standing = false;
    }
    task.heldSince = ++held;
    if (task.pc == task.ops.size()) {
      task.ended = true;
      return new Step(task, call, result, Optional.empty(), Optional.empty(), true);
    }
    if (task.op() instanceof Op.Fork(List<Op> body)) {
      task.pc++;
      task.forks++;
      Task child = new Task(task.name + "." + task.forks, 100 + tasks.size(), task.pid, body);
      child.heldSince = ++held;
      tasks.add(child);
      return new Step(task, call, result, Optional.of(child), Optional.empty(), false);
    }
    task.standing = true;
    if (task.op() instanceof Op.Sleep(int seconds)) {
      task.deadline = now + seconds;
    }
    return new Step(task, call, result, Optional.empty(), Optional.of(task.op()), false);
  }

  private int made(Task task) {
    switch (task.op()) {
      case Op.Send send -> queues.get(send.queue()).add(send.type());
      case Op.Receive receive -> {
        int at = match(receive);
        return at < 0 ? 0 : queues.get(receive.queue()).remove(at);
      }
      case Op.Wait _ -> {
        Optional<Task> child = children(task).stream().filter(each -> each.ended).findFirst();
        child.ifPresent(each -> each.reaped = true);
        return child.map(each -> each.pid).orElse(-10);
      }
      case Op.Get _, Op.Fork _, Op.Sleep _ -> {}
    }
    return 0;
  }
}
