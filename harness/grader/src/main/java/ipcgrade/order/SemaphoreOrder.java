package ipcgrade.order;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.OnSet;
import ipcgrade.trace.Operation.SemChange;
import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Which calls on semaphores must have come before which, whatever the order of the others: a semop(2) that takes
 * something away comes after another that adds to the semaphore if all the rest that may have been added by then
 * is not enough, and one that waits for zero likewise. That a semaphore was free when somebody took it orders
 * nothing: in another order of the same calls whoever gave it back may have come later.
 */
final class SemaphoreOrder {
  /** Of one semaphore, since every step is compared with every other. */
  private static final int MOST_STEPS = 300;

  private static final int SETVAL = 16;

  private record Semaphore(int semid, int semnum) {}

  /** What a call adds to a semaphore, 0 to wait for zero; or what SETVAL or SETALL makes of it. */
  private record Step(Call call, int amount, boolean undone) {}

  private final Map<Semaphore, List<Step>> steps = new HashMap<>();

  /** The only call that gave a semaphore a value of its own, and that value. */
  private final Map<Semaphore, Step> settings = new HashMap<>();

  /** Semaphores of which nothing can be said. */
  private final Set<Semaphore> unclear = new HashSet<>();

  SemaphoreOrder(Trace trace) {
    trace.events(Call.class)
        .filter(call -> call.operation() instanceof OnSet && (call.succeeded() || call.pending()))
        .forEach(
            call -> {
              if (call.operation() instanceof SemOp op) {
                add(call, op);
              } else if (call.operation() instanceof SemCtl ctl && ctl.sets()) {
                set(call, ctl);
              }
            });
    steps.forEach((semaphore, of) -> {
      if (of.size() > MOST_STEPS) {
        unclear.add(semaphore);
      }
    });
  }

  private void add(Call call, SemOp op) {
    Set<Semaphore> seen = new HashSet<>();
    for (SemChange change : op.changes()) {
      Semaphore semaphore = new Semaphore(op.semid(), change.semnum());
      if (!seen.add(semaphore)) {
        unclear.add(semaphore);
      }
      steps.computeIfAbsent(semaphore, _ -> new ArrayList<>())
          .add(new Step(call, change.semop(), change.undone()));
    }
  }

  private void set(Call call, SemCtl ctl) {
    for (int i = 0; i < ctl.values().size(); i++) {
      boolean one = ctl.values().size() == 1 && ctl.command() == SETVAL;
      Semaphore semaphore = new Semaphore(ctl.semid(), one ? ctl.semnum() : i);
      if (settings.put(semaphore, new Step(call, ctl.values().get(i), false)) != null) {
        unclear.add(semaphore);
      }
    }
  }

  /**
   * The calls without which a semop(2) could not have gone through.
   *
   * @param before whether a call is known to have been over before this one
   * @param follows whether the second call is known to have begun when the first was over
   */
  List<Call> causes(Call call, Predicate<Call> before, BiPredicate<Call, Call> follows) {
    List<Call> causes = new ArrayList<>();
    if (call.succeeded() && call.operation() instanceof SemOp op) {
      for (SemChange change : op.changes()) {
        Semaphore semaphore = new Semaphore(op.semid(), change.semnum());
        Step setting = settings.get(semaphore);
        if (change.semop() <= 0
            && !unclear.contains(semaphore)
            && (setting == null || before.test(setting.call))) {
          int base = setting == null ? 0 : setting.amount;
          // what was done before the setting is no more
          Predicate<Call> hindering =
              other -> before.test(other) && (setting == null || follows.test(setting.call, other));
          causes(call, change.semop(), base, steps.getOrDefault(semaphore, List.of()), hindering, follows,
              causes);
        }
      }
    }
    return causes;
  }

  /** Taking away needs what raises the value; waiting for zero, what lowers it: there all signs are the other way. */
  private static void causes(
      Call call,
      int semop,
      int base,
      List<Step> steps,
      Predicate<Call> hindering,
      BiPredicate<Call, Call> follows,
      List<Call> causes) {
    int sign = semop < 0 ? 1 : -1;
    for (Step needed : steps) {
      if (sign * needed.amount <= 0 || needed.call.equals(call) || needed.call.entry() > call.seq()) {
        continue;
      }
      long most = (long) sign * base + undoing(call, sign, steps);
      for (Step other : steps) {
        int amount = sign * other.amount;
        boolean helps =
            amount > 0
                && !other.equals(needed)
                && !follows.test(needed.call, other.call)
                && !isLater(call, other.call);
        boolean hinders = amount < 0 && !other.call.equals(call) && hindering.test(other.call);
        most += helps || hinders ? amount : 0;
      }
      if (most < (semop < 0 ? -semop : 0)) {
        causes.add(needed.call);
      }
    }
  }

  /** What the ends of other processes may have added, as they take back what they did with SEM_UNDO. */
  private static long undoing(Call call, int sign, List<Step> steps) {
    Map<Integer, Integer> net = new HashMap<>();
    for (Step step : steps) {
      boolean certain = step.call.succeeded() || sign * step.amount < 0;
      if (step.undone && certain && step.call.pid() != call.pid()) {
        net.merge(step.call.pid(), -sign * step.amount, Integer::sum);
      }
    }
    return net.values().stream().mapToLong(amount -> Math.max(0, amount)).sum();
  }

  /** Whether a call of the same thread came after another. */
  private static boolean isLater(Call call, Call other) {
    return other.tid() == call.tid() && other.entry() >= call.entry();
  }
}
