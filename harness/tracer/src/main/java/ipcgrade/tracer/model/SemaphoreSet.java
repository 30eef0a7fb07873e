package ipcgrade.tracer.model;

import ipcgrade.trace.Operation.SemChange;
import ipcgrade.tracer.ptrace.Errno;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One set of System V semaphores, by the rules of the kernel's ipc/sem.c (perform_atomic_semop_slow,
 * update_queue, wake_const_ops, exit_sem). Of the kernel's several lists of those who wait one is enough: it
 * only keeps apart what cannot be in each other's way.
 */
public final class SemaphoreSet {
  /** The largest value, and the most that can be taken back: SEMVMX and SEMAEM. */
  public static final int SEMVMX = 32_767;

  /** What {@link #attempt} says of changes that have to wait. */
  public static final int WAITS = 1;

  private final int[] values;

  /** By process: what its end adds to each semaphore, semadj. */
  private final Map<Integer, int[]> undo = new HashMap<>();

  private final List<Waiter> waiting = new ArrayList<>();

  /** Who sleeps in the kernel for changes that could not be made yet; {@code result} once it need not. */
  private static final class Waiter {
    final Object who;
    final int process;
    final List<SemChange> changes;
    @Nullable
    Integer result;

    /** The change that had to wait when it was last tried, which the kernel counts it for. */
    @Nullable
    SemChange blocking;

    Waiter(Object who, int process, List<SemChange> changes) {
      this.who = who;
      this.process = process;
      this.changes = changes;
    }

    boolean alters() {
      return changes.stream().anyMatch(change -> change.semop() != 0);
    }
  }

  /** A new set, all of whose values are 0. */
  public SemaphoreSet(int nsems) {
    values = new int[nsems];
  }

  /** How many semaphores it has. */
  public int size() {
    return values.length;
  }

  /** The values of its semaphores, as GETALL brings them back. */
  public List<Integer> values() {
    return Arrays.stream(values).boxed().toList();
  }

  /** What a semop(2) would answer now: 0, a negated errno, or {@link #WAITS}. */
  public int attempt(int process, List<SemChange> changes) {
    return perform(process, changes, false);
  }

  /** A semop(2) of a process takes place if it can; the answer is that of {@link #attempt}. */
  public int perform(int process, List<SemChange> changes) {
    int result = perform(process, changes, true);
    if (result == 0) {
      wake(changes.stream().mapToInt(SemChange::semnum));
    }
    return result;
  }

  private int perform(int process, List<SemChange> changes, boolean lasting) {
    for (SemChange change : changes) {
      if (change.semnum() >= values.length) {
        return -Errno.EFBIG;
      }
    }
    int result = 0;
    int done = 0;
    while (done < changes.size() && result == 0) {
      result = perform(process, changes.get(done));
      done += result == 0 ? 1 : 0;
    }
    if (result != 0 || !lasting) {
      while (done > 0) {
        takeBack(process, changes.get(--done));
      }
    }
    return result;
  }

  private int perform(int process, SemChange change) {
    int value = values[change.semnum()];
    int after = value + change.semop();
    if (after < 0 || (change.semop() == 0 && value != 0)) {
      return change.nowait() ? -Errno.EAGAIN : WAITS;
    }
    if (after > SEMVMX) {
      return -Errno.ERANGE;
    }
    if (change.undone()) {
      int[] adjustments = undo.computeIfAbsent(process, _ -> new int[values.length]);
      int adjustment = adjustments[change.semnum()] - change.semop();
      if (adjustment < -SEMVMX - 1 || adjustment > SEMVMX) {
        return -Errno.ERANGE;
      }
      adjustments[change.semnum()] = adjustment;
    }
    values[change.semnum()] = after;
    return 0;
  }

  private void takeBack(int process, SemChange change) {
    values[change.semnum()] -= change.semop();
    int[] adjustments = undo.get(process);
    if (change.undone() && adjustments != null) {
      adjustments[change.semnum()] += change.semop();
    }
  }

  /** SETVAL, which makes processes forget what they would have taken back. */
  public void set(int semnum, int value) {
    values[semnum] = value;
    undo.values().forEach(adjustments -> adjustments[semnum] = 0);
    wake(all());
  }

  /** SETALL, which does the same to all. */
  public void setAll(List<Integer> all) {
    for (int semnum = 0; semnum < values.length; semnum++) {
      values[semnum] = all.get(semnum);
    }
    undo.clear();
    wake(all());
  }

  /** A process has ended: what it did with SEM_UNDO is taken back, as far as values go. */
  public void ended(int process) {
    int[] adjustments = undo.remove(process);
    if (adjustments != null) {
      for (int semnum = 0; semnum < values.length; semnum++) {
        values[semnum] = Math.clamp(values[semnum] + adjustments[semnum], 0, SEMVMX);
      }
      wake(all());
    }
  }

  /** The processes whose end would take something back. */
  public Set<Integer> holders() {
    return Set.copyOf(undo.keySet());
  }

  /** What a process did is not taken back, or has been already. */
  public void forget(int process) {
    undo.remove(process);
  }

  /** Somebody sleeps in the kernel until its changes can be made. */
  public void await(Object who, int process, List<SemChange> changes) {
    Waiter waiter = new Waiter(who, process, changes);
    waiter.blocking = blocking(waiter);
    waiting.add(waiter);
  }

  /** Whether anybody sleeps in the kernel at this set. */
  public boolean awaited() {
    return !waiting.isEmpty();
  }

  /** Whether {@code who} sleeps there, or has been woken and did not go on yet. */
  public boolean awaitedBy(Object who) {
    return waiting.stream().anyMatch(waiter -> waiter.who == who);
  }

  /** Whether {@code who} sleeps there still. */
  public boolean asleep(Object who) {
    return waiting.stream().anyMatch(waiter -> waiter.who == who && waiter.result == null);
  }

  /** Who slept goes on; what others' changes made of its own: 0, a negated errno, or {@link #WAITS} still. */
  public int leave(Object who) {
    for (Waiter waiter : waiting) {
      if (waiter.who == who) {
        waiting.remove(waiter);
        return waiter.result == null ? WAITS : waiter.result;
      }
    }
    return WAITS;
  }

  /** How many sleep in the kernel until a semaphore grows, GETNCNT, or until it is 0, GETZCNT. */
  public int waiters(int semnum, boolean zero) {
    return (int) waiting.stream()
        .filter(waiter -> waiter.result == null)
        .map(waiter -> waiter.blocking)
        .filter(change -> change != null && change.semnum() == semnum && (change.semop() == 0) == zero)
        .count();
  }

  private @Nullable SemChange blocking(Waiter waiter) {
    for (int done = 1; done <= waiter.changes.size(); done++) {
      if (attempt(waiter.process, waiter.changes.subList(0, done)) == WAITS) {
        return waiter.changes.get(done - 1);
      }
    }
    return null;
  }

  /** The kernel says that the values are these. */
  public void adopt(List<Integer> all) {
    for (int semnum = 0; semnum < Math.min(values.length, all.size()); semnum++) {
      values[semnum] = all.get(semnum);
    }
  }

  private IntStream all() {
    return IntStream.range(0, values.length);
  }

  /** Values have changed: who waits for zero goes first, the others in their order, again after each success. */
  private void wake(IntStream changed) {
    wakeUnaltering(changed);
    boolean again = true;
    while (again) {
      again = false;
      for (Waiter waiter : waiting) {
        if (waiter.result == null && waiter.alters() && settled(waiter) == 0) {
          wakeUnaltering(waiter.changes.stream().mapToInt(SemChange::semnum));
          again = true;
          break;
        }
      }
    }
  }

  /** Nobody looks whether those who wait for zero can go on unless something has become zero. */
  private void wakeUnaltering(IntStream changed) {
    if (changed.anyMatch(semnum -> values[semnum] == 0)) {
      waiting.stream().filter(waiter -> waiter.result == null && !waiter.alters()).forEach(this::settled);
    }
  }

  /** Tries again to make a waiter's changes; what came of it. */
  private int settled(Waiter waiter) {
    int result = perform(waiter.process, waiter.changes, true);
    if (result == WAITS) {
      waiter.blocking = blocking(waiter);
    } else {
      waiter.result = result;
    }
    return result;
  }

  @Override
  public String toString() {
    long asleep = waiting.stream().filter(waiter -> waiter.result == null).count();
    return Arrays.toString(values) + (asleep == 0 ? "" : ", " + asleep + " waiting");
  }
}
