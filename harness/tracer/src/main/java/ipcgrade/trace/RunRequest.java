package ipcgrade.trace;

import java.util.List;

/**
 * What the agent is asked to run.
 *
 * @param command the program and its arguments, wrapped in the container's own command if there is one
 * @param environment NAME=value, each; nothing else is inherited
 * @param execs how many execve(2) calls it takes from the start of {@code command} until the program
 *     itself runs; 0 if {@code command} is the program. What happens before is not traced.
 * @param container whether {@code command} makes namespaces of its own, an IPC namespace among them
 * @param filterFd the descriptor on which {@code command} expects the seccomp filter (bubblewrap's
 *     {@code --seccomp FD}), or -1 to trace every system call without a filter
 * @param schedule how the order of the processes is chosen
 * @param virtualTime whether sleeps cost no real time
 * @param limits what the run may use
 */
public record RunRequest(
    List<String> command,
    List<String> environment,
    int execs,
    boolean container,
    int filterFd,
    Schedule schedule,
    boolean virtualTime,
    Limits limits) {
  public RunRequest {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /**
   * The decisions that drive a run.
   *
   * @param seed chooses among the enabled processes, and also sets the clock and the msqids
   */
  public record Schedule(Strategy strategy, long seed) {}

  /** How the next process is chosen. */
  public enum Strategy {
    /** The kernel's own choice; calls may overlap. */
    NATURAL,
    /** One at a time, the one that has waited longest first. */
    FAIR,
    /** One at a time, any enabled one with equal chance. */
    RANDOM
  }

  /**
   * What a run may use. The agent watches all but the last three, and ends the run that goes beyond one.
   * {@code memoryBytes}, {@code fileBytes} and {@code openFiles} are set with prlimit(2) on the command,
   * whose processes inherit them: beyond them the kernel refuses; 0 leaves such a limit as it is.
   *
   * @param wallMillis real time, milliseconds
   * @param virtualMillis virtual time, milliseconds
   * @param cpuMillis processor time of all processes together, milliseconds
   * @param processes processes and threads alive at once
   * @param events events in the trace
   * @param outputBytes written to standard output and error together
   * @param queues message queues existing at once
   * @param memoryBytes address space of each process, RLIMIT_AS
   * @param fileBytes size of each file, RLIMIT_FSIZE
   * @param openFiles descriptors of each process, RLIMIT_NOFILE
   */
  public record Limits(
      long wallMillis,
      long virtualMillis,
      long cpuMillis,
      int processes,
      long events,
      long outputBytes,
      int queues,
      long memoryBytes,
      long fileBytes,
      int openFiles) {}
}
