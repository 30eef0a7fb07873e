package ipcgrade.tracer;

import java.util.List;

/**
 * A wait in the kernel for something that is not modelled, with a timeout on the virtual clock: the
 * kernel waits without it and the tracer ends it.
 *
 * @param argument which argument of the call is the timeout
 * @param original what the program passed
 * @param forever what makes the kernel wait without a timeout
 * @param deadline virtual nanoseconds
 * @param expired what the call returns when time is up
 * @param cleared sets of descriptors that are empty then
 */
record TimedWait(
    int argument, long original, long forever, long deadline, long expired, List<Range> cleared) {
  /** A piece of the caller's memory; not there at address 0. */
  record Range(long address, int length) {}
}
