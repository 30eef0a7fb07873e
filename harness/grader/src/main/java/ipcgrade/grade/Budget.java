package ipcgrade.grade;

import ipcgrade.trace.Event;
import ipcgrade.trace.Trace;
import java.util.concurrent.TimeUnit;

/**
 * What the runs of one submission may take of the grader: real time, and memory for their traces, which are all kept until
 * they are judged. How much is in a trace does not depend on the machine, and so neither does how many runs there are.
 */
final class Budget {
  /** Bytes of traces that are kept of one submission: of the runs that a class's programs make, many hundreds. */
  private static final long MOST = 64L << 20;

  /** Bytes that an event and the decision for it take, about, without what the program sent or printed. */
  private static final long EVENT = 512;

  private final long begun = System.nanoTime();
  private final long nanos;
  private long kept;

  /** @param millis real time after which no more runs are begun, milliseconds */
  Budget(long millis) {
    nanos = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** A run was made, and will be kept. */
  Trace keep(Trace trace) {
    for (Event event : trace.events()) {
      kept += EVENT + switch (event) {
        case Event.Call call -> call.operation().bytes();
        case Event.Output output -> output.bytes().size();
        default -> 0;
      };
    }
    return trace;
  }

  /** Whether no more runs under schedules are to be kept: the other half is for faults and untimely runs. */
  boolean halfSpent() {
    return kept > MOST / 2 || late();
  }

  /** Whether no more runs are to be kept. */
  boolean spent() {
    return kept > MOST || late();
  }

  /** Whether no more runs are to be begun at all. */
  boolean late() {
    return System.nanoTime() - begun > nanos;
  }
}
