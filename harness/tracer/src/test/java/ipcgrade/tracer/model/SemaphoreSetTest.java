package ipcgrade.tracer.model;

import static ipcgrade.tracer.model.SemaphoreSet.SEMVMX;
import static ipcgrade.tracer.model.SemaphoreSet.WAITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Operation.SemChange;
import ipcgrade.tracer.ptrace.Errno;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SemaphoreSetTest {
  private static final int IPC_NOWAIT = 04000;
  private static final int SEM_UNDO = 010000;
  private static final int ONE = 101;
  private static final int OTHER = 102;

  private final SemaphoreSet set = new SemaphoreSet(3);

  @Test
  void aCallChangesAllOrNothing() {
    set.setAll(List.of(1, 0, 5));
    assertEquals(WAITS, set.perform(ONE, List.of(by(0, -1), by(2, 3), by(1, -1))));
    assertEquals(List.of(1, 0, 5), set.values());
    assertEquals(0, set.perform(ONE, List.of(by(0, -1), by(2, 3), by(1, 1), by(1, -1))));
    assertEquals(List.of(0, 0, 8), set.values());
  }

  @Test
  void zeroIsWaitedForAndChangesSeeThoseBeforeThem() {
    set.setAll(List.of(2, 0, 0));
    assertEquals(WAITS, set.attempt(ONE, List.of(by(0, 0))));
    assertEquals(0, set.attempt(ONE, List.of(by(0, -2), by(0, 0), by(0, 7))));
    assertEquals(List.of(2, 0, 0), set.values());
  }

  @Test
  void theChangeThatCannotBeDecidesHowTheCallFails() {
    SemChange nowait = new SemChange(1, -1, IPC_NOWAIT);
    assertEquals(-Errno.EAGAIN, set.attempt(ONE, List.of(nowait, by(0, -1))));
    assertEquals(WAITS, set.attempt(ONE, List.of(by(0, -1), nowait)));
    assertEquals(-Errno.EFBIG, set.attempt(ONE, List.of(by(0, -1), by(3, 1))));
    set.set(0, SEMVMX);
    assertEquals(-Errno.ERANGE, set.attempt(ONE, List.of(by(0, 1))));
  }

  @Test
  void theEndOfAProcessTakesBackWhatItDidWithUndo() {
    set.setAll(List.of(1, 0, 0));
    assertEquals(0, set.perform(ONE, List.of(undone(0, -1), undone(1, 2), by(2, 4))));
    assertEquals(0, set.perform(OTHER, List.of(by(1, -1))));
    assertEquals(Set.of(ONE), set.holders());
    set.ended(ONE);
    assertEquals(List.of(1, 0, 4), set.values(), "1 - 2 is not below 0");
    set.set(0, SEMVMX);
    assertEquals(0, set.perform(OTHER, List.of(undone(0, -5))));
    assertEquals(0, set.perform(ONE, List.of(by(0, 3))));
    set.ended(OTHER);
    assertEquals(List.of(SEMVMX, 0, 4), set.values());
  }

  @Test
  void newValuesMakeItForgotten() {
    assertEquals(0, set.perform(ONE, List.of(undone(0, 1), undone(1, 1))));
    set.set(0, 9);
    set.ended(ONE);
    assertEquals(List.of(9, 0, 0), set.values());
    assertEquals(0, set.perform(ONE, List.of(undone(1, 1))));
    set.setAll(List.of(4, 4, 4));
    set.ended(ONE);
    assertEquals(List.of(4, 4, 4), set.values());
  }

  @Test
  void noMoreCanBeTakenBackThanAValueHolds() {
    assertEquals(0, set.perform(ONE, List.of(undone(0, SEMVMX))));
    assertEquals(0, set.perform(OTHER, List.of(by(0, -SEMVMX))));
    assertEquals(0, set.perform(ONE, List.of(undone(0, 1))), "-SEMAEM - 1 is the least");
    assertEquals(-Errno.ERANGE, set.perform(ONE, List.of(undone(0, 1))));
    assertEquals(List.of(1, 0, 0), set.values());
    set.forget(ONE);
    set.set(0, SEMVMX);
    assertEquals(0, set.perform(ONE, List.of(undone(0, -SEMVMX))));
    assertEquals(0, set.perform(OTHER, List.of(by(0, 1))));
    assertEquals(-Errno.ERANGE, set.perform(ONE, List.of(undone(0, -1))));
  }

  @Test
  void whoWaitsIsServedInOrderAsFarAsPossible() {
    set.await("first", ONE, List.of(by(0, -2)));
    set.await("second", OTHER, List.of(by(0, -1)));
    assertEquals(2, set.waiters(0, false));
    assertEquals(0, set.perform(ONE, List.of(by(0, 1))));
    assertEquals(List.of(0, 0, 0), set.values());
    assertTrue(set.asleep("first"));
    assertFalse(set.asleep("second"));
    assertEquals(0, set.leave("second"));
    assertEquals(0, set.perform(ONE, List.of(by(0, 3))));
    assertEquals(List.of(1, 0, 0), set.values());
    assertEquals(0, set.leave("first"));
    assertFalse(set.awaited());
  }

  @Test
  void ofTwoWhoCouldGoOnTheFirstDoes() {
    set.await("first", ONE, List.of(by(0, -1)));
    set.await("second", OTHER, List.of(by(0, -1)));
    assertEquals(0, set.perform(ONE, List.of(by(0, 1))));
    assertFalse(set.asleep("first"));
    assertTrue(set.asleep("second"));
  }

  @Test
  void whoIsServedMayServeAnotherAndZeroIsSeenInBetween() {
    set.await("zero", ONE, List.of(by(1, 0), by(0, 0)));
    set.await("last", ONE, List.of(by(2, -1)));
    set.await("first", OTHER, List.of(by(0, -1), by(2, 1)));
    set.setAll(List.of(0, 1, 0));
    assertEquals(1, set.waiters(1, true));
    assertEquals(0, set.waiters(0, true));
    assertEquals(0, set.perform(ONE, List.of(by(0, 1), by(1, -1))));
    assertEquals(List.of(0, 0, 0), set.values());
    for (String who : List.of("zero", "last", "first")) {
      assertEquals(0, set.leave(who), who);
    }
  }

  /** The kernel tries a wait for zero again only when something has become zero, and counts it as it was then. */
  @Test
  void whoWaitsForSeveralZerosIsCountedWhereItWasStoppedLast() {
    set.setAll(List.of(1, 1, 0));
    set.await("both", ONE, List.of(by(0, 0), by(1, 0)));
    assertEquals(1, set.waiters(0, true));
    assertEquals(0, set.perform(OTHER, List.of(by(0, -1))));
    assertEquals(1, set.waiters(1, true));
    assertEquals(0, set.perform(OTHER, List.of(by(0, 1))));
    assertEquals(1, set.waiters(1, true));
    assertEquals(0, set.waiters(0, true));
  }

  @Test
  void whoWaitsMayFailLater() {
    set.await("some", ONE, List.of(by(0, -1), new SemChange(1, -1, IPC_NOWAIT)));
    assertEquals(0, set.perform(OTHER, List.of(by(0, 1))));
    assertEquals(-Errno.EAGAIN, set.leave("some"));
    assertEquals(List.of(1, 0, 0), set.values());
  }

  private static SemChange by(int semnum, int semop) {
    return new SemChange(semnum, semop, 0);
  }

  private static SemChange undone(int semnum, int semop) {
    return new SemChange(semnum, semop, SEM_UNDO);
  }
}
