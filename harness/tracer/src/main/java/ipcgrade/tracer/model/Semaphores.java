package ipcgrade.tracer.model;

import ipcgrade.trace.Operation.SemCtl;
import ipcgrade.trace.Operation.SemGet;
import ipcgrade.trace.Operation.SemOp;
import ipcgrade.trace.Operation.Semaphore;
import ipcgrade.tracer.model.MessageQueues.Outlook;
import ipcgrade.tracer.ptrace.Errno;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The System V semaphores of a namespace, followed call by call. */
public final class Semaphores {
  /** The most changes of one semop(2), SEMOPM of a fresh IPC namespace. */
  public static final int SEMOPM = 500;

  private static final int OWNER_READS = 0400;
  private static final int OWNER_ALTERS = 0200;
  private static final int GETVAL = 12;
  private static final int GETNCNT = 14;
  private static final int GETZCNT = 15;
  private static final int SETVAL = 16;

  private final Map<Integer, SemaphoreSet> sets = new HashMap<>();
  private final Map<Integer, Integer> modes = new HashMap<>();
  private final Set<Integer> opaque = new HashSet<>();
  private final int atFirst;

  /**
   * A set, as a line of /proc/sysvipc/sem shows it.
   *
   * @param mode the permission bits
   */
  public record Listed(int semid, int mode, int nsems) {}

  /**
   * @param existing sets that were there before, of whose use by others nobody knows
   */
  public Semaphores(List<Listed> existing) {
    listed(existing);
    existing.forEach(set -> opaque.add(set.semid()));
    atFirst = existing.size();
  }

  /** What the kernel lists: sets that are new to the model are empty, and of all the mode may have changed. */
  public void listed(List<Listed> all) {
    for (Listed set : all) {
      sets.putIfAbsent(set.semid(), new SemaphoreSet(set.nsems()));
      modes.put(set.semid(), set.mode());
    }
  }

  /** How many more sets there are than at first. */
  public int made() {
    return Math.max(0, sets.size() - atFirst);
  }

  /** The set of that id, or null. */
  public @Nullable SemaphoreSet set(int semid) {
    return sets.get(semid);
  }

  /** How many semaphores a set has; 0 if there is none. */
  public int size(int semid) {
    SemaphoreSet set = sets.get(semid);
    return set == null ? 0 : set.size();
  }

  /** What a process's {@code call} would do if it were let into the kernel now, its timeout aside. */
  public Outlook outlook(int process, Semaphore call) {
    if (!(call instanceof SemOp op)) {
      return Outlook.RETURNS;
    }
    SemaphoreSet set = sets.get(op.semid());
    if (set == null || failsAnyway(op)) {
      return Outlook.RETURNS;
    }
    boolean alters = op.changes().stream().anyMatch(change -> change.semop() != 0);
    int permission = alters ? OWNER_ALTERS : OWNER_READS;
    if (opaque.contains(op.semid()) || (modes.getOrDefault(op.semid(), 0600) & permission) == 0) {
      return Outlook.UNKNOWN;
    }
    return set.attempt(process, op.changes()) == SemaphoreSet.WAITS ? Outlook.WAITS : Outlook.RETURNS;
  }

  private static boolean failsAnyway(SemOp op) {
    return op.changes().isEmpty() || op.timeout() == SemOp.INVALID;
  }

  /**
   * A call has returned.
   *
   * @param who made it: the same as in {@link SemaphoreSet#await}
   * @param kernel the values of its set after it; none if there is no such set
   * @return what is wrong if the model cannot explain the answer, else null
   */
  public @Nullable String returned(
      Object who, int process, Semaphore call, long result, List<Integer> kernel) {
    return switch (call) {
      case SemGet _ -> null;
      case SemOp op -> compared(op.semid(), operated(who, process, op, (int) result), kernel, op, result);
      case SemCtl control -> {
        String wrong = controlled(control, result);
        yield compared(control.semid(), wrong, kernel, control, result);
      }
    };
  }

  /** What a set's model and the kernel disagree about, or null. */
  private @Nullable String compared(
      int semid, @Nullable String wrong, List<Integer> kernel, Semaphore call, long result) {
    SemaphoreSet set = sets.get(semid);
    if (set == null || opaque.contains(semid)) {
      return null;
    }
    boolean agree = wrong == null && (kernel.isEmpty() || set.values().equals(kernel));
    return agree
        ? null
        : call + " = " + result + ": " + (wrong == null ? "" : wrong + "; ") + "the kernel's set holds "
            + kernel
            + ", the model's " + set;
  }

  private @Nullable String operated(Object who, int process, SemOp op, int result) {
    SemaphoreSet set = sets.get(op.semid());
    if (set == null || failsAnyway(op)) {
      return null;
    }
    int expected =
        set.awaitedBy(who)
            ? set.leave(who)
            : result == 0 ? set.perform(process, op.changes()) : set.attempt(process, op.changes());
    boolean explained =
        switch (-result) {
          case 0, Errno.ERANGE, Errno.EFBIG -> result == expected;
          case Errno.EAGAIN -> result == expected || (expected == SemaphoreSet.WAITS && op.timeout() >= 0);
          case Errno.EINTR -> expected == SemaphoreSet.WAITS;
          default -> true;
        };
    return explained ? null : "the model expects " + (expected == SemaphoreSet.WAITS ? "a wait" : expected);
  }

  private @Nullable String controlled(SemCtl control, long result) {
    SemaphoreSet set = sets.get(control.semid());
    if (set == null || result < 0) {
      return null;
    }
    if (control.removes()) {
      sets.remove(control.semid());
      modes.remove(control.semid());
      opaque.remove(control.semid());
    } else if (control.sets() && control.command() == SETVAL) {
      set.set(control.semnum(), control.values().getFirst());
    } else if (control.sets() && control.values().size() == set.size()) {
      set.setAll(control.values());
    }
    int expected =
        switch (control.command()) {
          case GETVAL -> set.values().get(control.semnum());
          case GETNCNT, GETZCNT -> set.waiters(control.semnum(), control.command() == GETZCNT);
          default -> (int) result;
        };
    return expected == result ? null : "the model expects " + expected;
  }

  /** The sets of which a process's end takes something back. */
  public List<Integer> heldBy(int process) {
    return sets.entrySet().stream()
        .filter(entry -> entry.getValue().holders().contains(process))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The kernel says that a set holds these values; nothing if there is no such set. */
  public void adopt(int semid, List<Integer> kernel) {
    SemaphoreSet set = sets.get(semid);
    if (set != null) {
      set.adopt(kernel);
    }
  }

  /** What becomes of a set can no longer be foretold. */
  public void giveUp(int semid) {
    opaque.add(semid);
  }

  @Override
  public String toString() {
    return sets.toString();
  }
}
