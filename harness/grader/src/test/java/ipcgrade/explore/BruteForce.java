package ipcgrade.explore;

import ipcgrade.explore.Machine.Op;
import ipcgrade.explore.Machine.Step;
import ipcgrade.explore.Machine.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every order in which the steps of an abstract program can be made, one after the other. */
final class BruteForce {
  /** More than a test can wait for. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final int most;

  /** Each order, as the names of tasks, with its preemptions. */
  final Map<List<String>, Integer> orders = new HashMap<>();

  /** The classes of orders that differ in independent steps only, each with how many they are. */
  final Map<String, Integer> classes = new TreeMap<>();

  private BruteForce(int most) {
    this.most = most;
  }

  static BruteForce of(Machine machine, int most) {
    BruteForce all = new BruteForce(most);
    all.go(machine, List.of(), List.of(), 0);
    return all;
  }

  private void go(Machine machine, List<String> order, List<Step> steps, int preemptions) {
    List<String> enabled = machine.enabled().stream().map(task -> task.name).toList();
    if (enabled.isEmpty()) {
      orders.put(order, preemptions);
      classes.merge(canonical(steps), 1, Integer::sum);
      if (orders.size() > most) {
        throw new TooMany();
      }
    }
    for (String name : enabled) {
      Machine next = new Machine(machine);
      List<String> longer = new ArrayList<>(order);
      longer.add(name);
      List<Step> more = new ArrayList<>(steps);
      more.add(next.go(name));
      boolean preempts =
          !order.isEmpty() && enabled.contains(order.getLast()) && !order.getLast().equals(name);
      go(next, longer, more, preemptions + (preempts ? 1 : 0));
    }
  }

  /** The order of an execution's steps, as far as it is the same in all of its class: those of dependent ones. */
  static String canonical(List<Step> steps) {
    Map<String, Integer> made = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (Step step : steps) {
      names.add(step.task().name + ":" + made.merge(step.task().name, 1, Integer::sum));
    }
    TreeSet<String> pairs = new TreeSet<>(names);
    for (int i = 0; i < steps.size(); i++) {
      for (int j = i + 1; j < steps.size(); j++) {
        if (dependent(steps.get(i), steps.get(j))) {
          pairs.add(names.get(i) + "<" + names.get(j));
        }
      }
    }
    return pairs.toString();
  }

  /** By what the two do, not by what a trace shows of it. */
  private static boolean dependent(Step one, Step other) {
    return one.task().name.equals(other.task().name)
        || one.inVain()
        || other.inVain()
        || (queue(one) >= 0 && queue(one) == queue(other))
        || (gets(one) && gets(other))
        || (one.forked().isPresent() && other.forked().isPresent())
        || endsChildOf(one, other)
        || endsChildOf(other, one);
  }

  private static int queue(Step step) {
    return step.call()
        .map(op -> switch (op) {
          case Op.Send send -> send.queue();
          case Op.Receive receive -> receive.queue();
          case Op.Get _, Op.Fork _, Op.Wait _, Op.Sleep _ -> -1;
        })
        .orElse(-1);
  }

  private static boolean gets(Step step) {
    return step.call().filter(Op.Get.class::isInstance).isPresent();
  }

  private static boolean endsChildOf(Step end, Step wait) {
    Task parent = wait.task();
    return end.exits()
        && end.task().parent == parent.pid
        && wait.call().filter(Op.Wait.class::isInstance).isPresent();
  }
}
