package ipcgrade.trace;

import java.util.List;

/**
 * What the agent is asked to run.
 *
 * @param command the program and its arguments, wrapped in the container's own command if there is one
 * @param environment NAME=value, each; nothing else is inherited
 * @param execs without a container: how many execve(2) calls it takes from the start of {@code command} until
 *     the program itself runs; 0 if {@code command} is the program. What happens before is not traced.
 * @param container whether {@code command} makes namespaces of its own, a pid and an IPC namespace among them,
 *     and in them a shell, the only process beside the first one, that says a line on {@code descriptor} when all
 *     is ready, is told one there (a number for /proc/sys/kernel/ns_last_pid, which it writes to it), and then makes
 *     the process that executes the program
 * @param descriptor of a container, where its shell waits; else where {@code command} expects the seccomp filter
 *     (bubblewrap's {@code --seccomp FD}), or -1 to trace every system call without a filter
 * @param schedule how the order of the processes is chosen
 * @param virtualTime whether sleeps cost no real time
 * @param limits what the run may use
 */
public record RunRequest(
    List<String> command,
    List<String> environment,
    int execs,
    boolean container,
    int descriptor,
    Schedule schedule,
    boolean virtualTime,
    Limits limits) {
  public RunRequest {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /**
   * What a run may use; 0 is no limit. The agent watches most, and ends the run that goes beyond one:
   * {@link RunEnd.LimitExceeded}. {@code fileBytes}, {@code openFiles} and {@link #addressBytes} are set
   * with prlimit(2) on the command, whose processes inherit them: beyond them the kernel refuses, and where
   * it does so with SIGXFSZ the run ends too.
   *
   * @param wallMillis real time, milliseconds, without the time in which the run waits for a processor
   * @param virtualMillis virtual time, milliseconds
   * @param cpuMillis processor time of all processes together, milliseconds
   * @param processes processes and threads alive at once
   * @param memoryBytes memory that all processes together hold, their shared memory and what they wrote to
   *     file systems in memory included
   * @param fileBytes size of each file, RLIMIT_FSIZE
   * @param diskBytes what its files take together, beyond those that were there when it began; each counts
   *     at least 1 KiB
   * @param outputBytes written to standard output and error together
   * @param payloadBytes bytes of messages, output and arguments in the trace together
   * @param queues message queues existing at once
   * @param semaphores System V semaphore sets existing at once
   * @param segments System V shared memory segments existing at once
   * @param events events in the trace
   * @param openFiles descriptors of each process, RLIMIT_NOFILE
   */
  public record Limits(
      long wallMillis,
      long virtualMillis,
      long cpuMillis,
      int processes,
      long memoryBytes,
      long fileBytes,
      long diskBytes,
      long outputBytes,
      long payloadBytes,
      int queues,
      int semaphores,
      int segments,
      long events,
      int openFiles) {
    /** No limit at all. */
    public static final Limits NONE = new Limits(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * The events after which a controlled run is one that may never end, unless everybody gets a turn: from then on
     * the schedule is fair. 0 if events have no limit.
     */
    public long eventsUntilFair() {
      return events / 2;
    }

    private static final long LEAST_ADDRESSES = 4L << 30;

    /**
     * Address space of each process, RLIMIT_AS: so much more than {@code memoryBytes} that whoever uses what
     * it asks for is ended, and this limit named, before malloc(3) fails.
     */
    public long addressBytes() {
      return memoryBytes == 0 ? 0 : Math.max(LEAST_ADDRESSES, 8 * memoryBytes);
    }
  }
}
