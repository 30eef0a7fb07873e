package ipcgrade.reading;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.RunEnd;
import java.util.List;

/**
 * The wait-for graph of a deadlock (Holt 1972): what each blocked call waits for, and which of the processes
 * that are left could have brought it. Any one of them would do.
 *
 * @param blocked in pid order; none if the run did not end in a deadlock
 * @param cycles pids of which each waits for the next and the last for the first; no pid is in two
 */
public record WaitForGraph(List<Blocked> blocked, List<List<Integer>> cycles) {
  public WaitForGraph {
    blocked = List.copyOf(blocked);
    cycles = List.copyOf(cycles);
  }

  /**
   * A process that waits.
   *
   * @param pid of the process, or the tid of a thread that is read as one
   * @param call that has not returned
   * @param by the processes that could have ended it, in pid order; the children that are awaited among them
   */
  public record Blocked(int pid, Call call, Need need, List<Integer> by) {
    public Blocked {
      by = List.copyOf(by);
    }
  }

  /** What would let a call go on. */
  public sealed interface Need {
    /**
     * A message.
     *
     * @param msgtyp as msgrcv(2) takes it
     * @param except whether any type but {@code msgtyp} will do, MSG_EXCEPT
     * @param qnum how many messages the queue holds, none of which will do
     * @param mtypes their types, each once; none if they are not known
     */
    record Message(int msqid, long msgtyp, boolean except, long qnum, List<Long> mtypes) implements Need {
      public Message {
        mtypes = List.copyOf(mtypes);
      }
    }

    /**
     * Room in a queue.
     *
     * @param size bytes that are to be sent
     * @param cbytes bytes that the queue holds
     * @param qbytes bytes that it has room for, msg_qbytes
     */
    record Room(int msqid, long size, long cbytes, long qbytes) implements Need {}

    /**
     * The end of a child.
     *
     * @param any whether it may be any of several
     */
    record Child(boolean any) implements Need {}

    /**
     * A value of a semaphore.
     *
     * @param least the value that it must reach; 0 if it must come down to that
     * @param value what it is
     */
    record Value(int semid, int semnum, int least, int value) implements Need {}

    /** A signal that a handler waits for, or that ends the process. */
    record Signal() implements Need {}

    /** It cannot be told. */
    record Unknown() implements Need {}
  }

  /** The graph of a run. */
  public static WaitForGraph of(Reading reading) {
    return reading.history().trace().end() instanceof RunEnd.Deadlock(List<Call> calls)
        ? new WaitForSearch(reading).graph(calls)
        : new WaitForGraph(List.of(), List.of());
  }
}
