package ipcgrade.explore;

import ipcgrade.order.HappensBefore;
import ipcgrade.order.History;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.OnQueue;
import ipcgrade.trace.Operation.Queue;
import ipcgrade.trace.TaskNames;
import ipcgrade.trace.Trace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which orders of a program's calls were seen in a set of runs.
 *
 * <p>Two runs are the same <em>interleaving</em> if each task made the same calls, and at each object the same calls
 * came one after the other in the same order: they are then one Mazurkiewicz trace, whatever the order of calls on
 * different objects. Two calls of different tasks on the same object <em>race</em> if happens-before leaves them
 * unordered: another run may turn them round.
 *
 * <p>Names are the same in all runs: a task is called by how it came to be, a queue by who made it, a call by how many
 * like it the same task made on the same object before.
 *
 * <p>It keeps 16 bytes of each interleaving, and a number for each pair of racing calls; of each object it compares
 * the first {@value #MOST_CALLS} calls of a run.
 */
public final class Coverage {
  private static final int MOST_CALLS = 200;
  private static final int FORWARDS = 1;
  private static final int BACKWARDS = 2;

  private final Set<Interleaving> interleavings = new HashSet<>();
  private final Map<String, Integer> calls = new HashMap<>();

  /** By the numbers of two calls, the lower one first: whether it was seen first, or last. */
  private final Map<Long, Integer> races = new HashMap<>();

  private int turned;

  /** Half of a SHA-256. */
  private record Interleaving(long high, long low) {}

  /** A call on an object, under a name that it has in all runs. */
  private record Named(Call call, String task, int number) {}

  /** Nothing seen yet. */
  public Coverage() {}

  /**
   * Counts a run in.
   *
   * @return whether it was an interleaving that had not been seen
   */
  public boolean add(History history) {
    Trace trace = history.trace();
    Map<String, List<Named>> objects = new TreeMap<>();
    Map<String, StringBuilder> sequences = new TreeMap<>();
    TaskNames names = TaskNames.of(trace);
    Map<Integer, String> queues = new HashMap<>();
    Map<String, Integer> made = new HashMap<>();
    Map<String, Integer> like = new HashMap<>();
    trace
        .events(Call.class)
        .filter(call -> !call.pending() && call.operation() instanceof Queue)
        .forEach(
            call -> {
              String task = names.name(call.tid());
              String object = object((Queue) call.operation(), queues);
              String what = task + " " + call.operation().name() + " " + object;
              String named = what + " " + like.merge(what, 1, Integer::sum);
              int number = calls.computeIfAbsent(named, _ -> calls.size());
              objects.computeIfAbsent(object, _ -> new ArrayList<>()).add(new Named(call, task, number));
              sequences.computeIfAbsent("of " + task, _ -> new StringBuilder()).append(what).append('\n');
              sequences.computeIfAbsent("at " + object, _ -> new StringBuilder()).append(what).append('\n');
              if (call.operation() instanceof MsgGet && call.succeeded()) {
                queues.computeIfAbsent(
                    (int) call.result(), _ -> task + "#" + made.merge(task, 1, Integer::sum));
              } else
                if (call.operation() instanceof MsgCtl ctl
                    && ctl.removes()
                    && call.succeeded()) {
                      queues.remove(ctl.msqid());
                    }
            });
    objects.values().forEach(on -> compare(on, history.order()));
    return interleavings.add(digest(sequences));
  }

  /** Different interleavings. */
  public int interleavings() {
    return interleavings.size();
  }

  /** Pairs of calls that raced in some run. */
  public int races() {
    return races.size();
  }

  /** Those of them that were seen in both orders. */
  public int turned() {
    return turned;
  }

  private static String object(Queue operation, Map<Integer, String> queues) {
    return switch (operation) {
      case MsgGet get -> get.key() == 0 ? "none" : "keys";
      case OnQueue on -> queues.getOrDefault(on.msqid(), "unknown");
    };
  }

  private void compare(List<Named> on, HappensBefore order) {
    List<Named> first = on.subList(0, Math.min(on.size(), MOST_CALLS));
    for (int i = 0; i < first.size(); i++) {
      for (int j = i + 1; j < first.size(); j++) {
        Named one = first.get(i);
        Named other = first.get(j);
        if (!one.task.equals(other.task)
            && !order.excludes(one.call, other.call)
            && !order.excludes(other.call, one.call)) {
          saw(one.number, other.number);
        }
      }
    }
  }

  private void saw(int first, int last) {
    int way = first < last ? FORWARDS : BACKWARDS;
    long pair = ((long) Math.min(first, last) << Integer.SIZE) | Math.max(first, last);
    int before = races.getOrDefault(pair, 0);
    if ((before & way) == 0) {
      races.put(pair, before | way);
      turned += before == 0 ? 0 : 1;
    }
  }

  private static Interleaving digest(Map<String, StringBuilder> sequences) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sequences.forEach(
          (name, sequence) -> sha.update((name + "\n" + sequence + "\n").getBytes(StandardCharsets.UTF_8)));
      ByteBuffer bytes = ByteBuffer.wrap(sha.digest());
      return new Interleaving(bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
