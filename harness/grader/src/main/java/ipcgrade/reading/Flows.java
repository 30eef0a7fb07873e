package ipcgrade.reading;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.Queue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who sent to whom through which queue, and who listened where. Each fact counts once: how often it
 * happened says nothing of who they are. Processes and queues are numbered from 0 in the order in which
 * they came; sets of processes are bits of a long.
 */
final class Flows {
  /** With more processes on queues than this, only those with most partners are looked at. */
  static final int MOST_PROCESSES = 32;

  /** With more queues than this, only those between most partners are looked at. */
  static final int MOST_QUEUES = 32;

  private final List<ProcessHistory> processes;
  private final List<QueueHistory> queues;
  private final long[][] receivers;
  private final long[][] senders;
  private final long[] lost;
  private final long[] listeners;
  private final long[] announcers;
  private final long[] creators;

  /** A message's way; {@code receiver} is 0 where nobody took it. */
  private record Way(int msqid, int sender, int receiver) {}

  /**
   * The flows of a run.
   *
   * @param root the pid of a process to look at in any case
   */
  Flows(History history, int root) {
    Set<Way> ways = new HashSet<>();
    for (Message message : history.messages()) {
      ways.add(
          new Way(message.msqid(), message.sender(), message.received().map(Call::pid).orElse(0)));
    }
    processes =
        history.processes().stream()
            .filter(p -> p.pid() == root || onQueues(p))
            .sorted(Comparator.comparingLong(p -> p.pid() == root ? Long.MIN_VALUE : -partners(ways, p)))
            .limit(MOST_PROCESSES)
            .sorted(Comparator.comparingInt(p -> history.processes().indexOf(p)))
            .toList();
    queues =
        history.queues().stream()
            .sorted(
                Comparator.comparingLong(
                    q -> -ways.stream().filter(way -> way.msqid == q.msqid()).count()))
            .limit(MOST_QUEUES)
            .sorted(Comparator.comparingLong(q -> q.created().seq()))
            .toList();
    receivers = new long[queues.size()][processes.size()];
    senders = new long[queues.size()][processes.size()];
    lost = new long[queues.size()];
    listeners = new long[queues.size()];
    announcers = new long[queues.size()];
    creators = new long[queues.size()];
    Map<Integer, Integer> process = new HashMap<>();
    Map<Long, Integer> queue = new HashMap<>();
    processes.forEach(p -> process.put(p.pid(), process.size()));
    queues.forEach(q -> queue.put((long) q.msqid(), queue.size()));
    for (int at = 0; at < creators.length; at++) {
      Integer creator = process.get(queues.get(at).creator());
      creators[at] = creator == null ? 0 : bit(creator);
    }
    ways.forEach(way -> follow(way, process, queue));
    listen(process, queue);
    announce(history, process, queue);
  }

  private static boolean onQueues(ProcessHistory process) {
    return process.calls().anyMatch(call -> call.operation() instanceof Queue);
  }

  private static long partners(Set<Way> ways, ProcessHistory process) {
    return ways.stream()
        .filter(way -> way.sender == process.pid() || way.receiver == process.pid())
        .count();
  }

  private void follow(Way way, Map<Integer, Integer> process, Map<Long, Integer> queue) {
    Integer at = queue.get((long) way.msqid);
    Integer sender = process.get(way.sender);
    Integer receiver = process.get(way.receiver);
    if (at != null && sender != null) {
      if (way.receiver == 0) {
        lost[at] |= bit(sender);
      } else if (receiver != null) {
        receivers[at][sender] |= bit(receiver);
        senders[at][receiver] |= bit(sender);
      }
    }
  }

  private void listen(Map<Integer, Integer> process, Map<Long, Integer> queue) {
    for (ProcessHistory each : processes) {
      each.calls()
          .filter(call -> call.operation() instanceof MsgRcv)
          .map(call -> queue.get((long) ((MsgRcv) call.operation()).msqid()))
          .filter(at -> at != null)
          .forEach(at -> listeners[at] |= bit(process.getOrDefault(each.pid(), 0)));
    }
  }

  private void announce(History history, Map<Integer, Integer> process, Map<Long, Integer> queue) {
    for (Message message : history.messages()) {
      Integer sender = process.get(message.sender());
      if (sender == null) {
        continue;
      }
      for (Location location : Location.all(message)) {
        OptionalLong value = location.read(message);
        Integer at = value.isPresent() ? queue.get(value.getAsLong()) : null;
        // a 0 stands in nearly every message: it tells of a queue only where its sender made that queue
        if (at != null && (value.getAsLong() != 0 || creators[at] == bit(sender))) {
          announcers[at] |= bit(sender);
        }
      }
    }
  }

  /** The set of one process. */
  static long bit(int process) {
    return 1L << process;
  }

  /** The processes of a set, in order. */
  List<ProcessHistory> of(long set) {
    List<ProcessHistory> of = new ArrayList<>();
    for (int process = 0; process < processes.size(); process++) {
      if ((set & bit(process)) != 0) {
        of.add(processes.get(process));
      }
    }
    return of;
  }

  /** The processes that did anything with a queue, and the root. */
  List<ProcessHistory> processes() {
    return processes;
  }

  /** The queues that were made. */
  List<QueueHistory> queues() {
    return queues;
  }

  /** Who took messages of {@code sender} from a queue. */
  long receivers(int queue, int sender) {
    return receivers[queue][sender];
  }

  /** Whose messages {@code receiver} took from a queue. */
  long senders(int queue, int receiver) {
    return senders[queue][receiver];
  }

  /** Who sent messages to a queue that nobody took. */
  long lost(int queue) {
    return lost[queue];
  }

  /** Who received from a queue, or tried to. */
  long listeners(int queue) {
    return listeners[queue];
  }

  /** Whether nobody sent anything to a queue, or tried to receive from it. */
  boolean unused(int queue) {
    return lost[queue] == 0
        && listeners[queue] == 0
        && Arrays.stream(receivers[queue]).allMatch(to -> to == 0);
  }

  /** Whose messages contain a queue's msqid; 0 counts in messages of the queue's creator only. */
  long announcers(int queue) {
    return announcers[queue];
  }

  /** Who made a queue; the empty set if that process is not looked at. */
  long creator(int queue) {
    return creators[queue];
  }
}
