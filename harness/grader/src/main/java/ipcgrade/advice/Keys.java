package ipcgrade.advice;

import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Reading;
import ipcgrade.reading.Reading.Channel;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.OnQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How queues are made and named: keys, permissions and ids. */
final class Keys {
  private static final int OTHERS_WRITE = 02;
  private static final int PERMISSIONS = 0777;
  private static final int FTOK_FAILED = -1;
  private static final int EINVAL = 22;

  private Keys() {}

  static List<Finding> in(Reading run) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessHistory process : run.history().processes()) {
      List<Call> calls = process.calls().toList();
      calls.stream()
          .filter(call -> call.operation() instanceof MsgGet get && get.key() == FTOK_FAILED)
          .findFirst()
          .ifPresent(call -> findings.add(finding(Topic.FTOK, "", call)));
      calls.stream()
          .filter(call -> call.errno() == EINVAL && call.operation() instanceof OnQueue named
              && named.msqid() == 0)
          .findFirst()
          .ifPresent(call -> findings.add(finding(Topic.ID_ZERO, "", call)));
      twice(run, calls).ifPresent(findings::add);
    }
    for (QueueHistory queue : run.history().queues()) {
      MsgGet get = (MsgGet) queue.created().operation();
      if ((get.flags() & OTHERS_WRITE) != 0) {
        String mode = "%04o".formatted(get.flags() & PERMISSIONS);
        findings.add(finding(Topic.WORLD_WRITABLE, mode, queue.created()));
      }
    }
    findings.addAll(shared(run));
    return findings;
  }

  private static Finding finding(Topic topic, String measure, Call... calls) {
    return new Finding(topic, calls[0].pid(), measure, List.of(calls));
  }

  /**
   * A process that makes one queue twice at a stretch, in two places of its code: it believes to have two.
   * A loop, or who asks again after other work, may just look it up.
   */
  private static Optional<Finding> twice(Reading run, List<Call> calls) {
    Map<Long, Call> made = new HashMap<>();
    for (Call call : calls) {
      if (makes(call)) {
        Call before = made.putIfAbsent(call.result(), call);
        if (before != null && elsewhere(before, call)) {
          if (!forksBetween(run, before, call)) {
            return Optional.of(finding(Topic.SHARED_KEY, key(call), before, call));
          }
          made.put(call.result(), call);
        }
      } else if (!(call.operation() instanceof MsgGet)) {
        made.clear();
      }
    }
    return Optional.empty();
  }

  /** Two processes whose own queues, by the assignment, are one queue: both asked for it by its key. */
  private static List<Finding> shared(Reading run) {
    List<Finding> findings = new ArrayList<>();
    List<Map.Entry<Channel, QueueHistory>> owned =
        run.channels().entrySet().stream()
            .filter(entry -> entry.getKey().owner() > 0 && entry.getValue().key() != 0)
            .sorted(
                Map.Entry.comparingByKey(
                    Comparator.comparing(Channel::name).thenComparing(Channel::owner)))
            .toList();
    for (int i = 0; i < owned.size(); i++) {
      Map.Entry<Channel, QueueHistory> one = owned.get(i);
      for (Map.Entry<Channel, QueueHistory> other : owned.subList(0, i)) {
        Optional<Call> first = made(run, other.getKey().owner(), other.getValue());
        Optional<Call> second = made(run, one.getKey().owner(), one.getValue());
        if (other.getValue().msqid() == one.getValue().msqid()
            && first.isPresent()
            && second.isPresent()) {
          String key = key(first.get());
          findings.add(finding(Topic.SHARED_KEY, key, first.get(), second.get()));
          findings.add(finding(Topic.SHARED_KEY, key, second.get(), first.get()));
        }
      }
    }
    return findings;
  }

  private static Optional<Call> made(Reading run, int pid, QueueHistory queue) {
    return run.history().process(pid).stream()
        .flatMap(ProcessHistory::calls)
        .filter(call -> makes(call) && call.result() == queue.msqid())
        .findFirst();
  }

  private static boolean makes(Call call) {
    return call.succeeded()
        && call.operation() instanceof MsgGet get
        && get.key() != 0
        && get.creates();
  }

  private static boolean elsewhere(Call a, Call b) {
    return !a.stack().isEmpty() && !a.stack().equals(b.stack());
  }

  private static boolean forksBetween(Reading run, Call a, Call b) {
    return run.history().processes().stream()
        .map(ProcessHistory::start)
        .anyMatch(
            start -> start.parent() == a.pid() && start.seq() > a.seq() && start.seq() < b.seq());
  }

  private static String key(Call call) {
    return "0x" + Integer.toHexString(((MsgGet) call.operation()).key());
  }

}
