package ipcgrade.rule;

import ipcgrade.order.HappensBefore;
import ipcgrade.trace.Event;

/**
 * The order of a run's events while a claim is evaluated: proven by happens-before where it can be, else as an
 * evaluation wants it. It remembers whether one leaned on what is not proven. Not for several threads.
 */
final class Ordering {
  /** How events that nothing orders are taken. */
  enum Unproven {
    /** As the run did it. */
    AS_SEEN,
    /** None before the other. */
    NEVER,
    /** Each before the other. */
    ALWAYS
  }

  private final HappensBefore order;
  private Unproven unproven = Unproven.AS_SEEN;
  private boolean leaned;

  Ordering(HappensBefore order) {
    this.order = order;
  }

  /** Starts an evaluation. */
  void take(Unproven as) {
    unproven = as;
    leaned = false;
  }

  /** Whether the evaluation asked for the order of events that nothing orders. */
  boolean leaned() {
    return leaned;
  }

  /** Whether {@code a} was over before {@code b} began. */
  boolean before(Event a, Event b) {
    if (order.proves(a, b)) {
      return true;
    }
    if (order.excludes(a, b)) {
      return false;
    }
    leaned = true;
    return switch (unproven) {
      case AS_SEEN -> order.before(a, b);
      case NEVER -> false;
      case ALWAYS -> true;
    };
  }
}
