package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Event;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs a command on the machine itself, as strace(1) does: no container, no judgement. */
public final class HostRun {
  private static final int FILTER = 9;
  private static final RunRequest.Limits LIMITS =
      new RunRequest.Limits(
          Duration.ofHours(1).toMillis(),
          Duration.ofDays(1).toMillis(),
          Duration.ofHours(1).toMillis(),
          4096,
          0,
          0,
          0,
          0,
          1L << 30,
          0,
          0,
          0,
          10_000_000,
          0);

  private HostRun() {}

  /**
   * Runs {@code command} in the current directory and environment. The kernel orders its processes.
   *
   * @param virtualTime whether its sleeps cost no real time
   * @param listener told of each event as it comes, on a thread of its own; callers unresolved
   * @throws SandboxException if the agent fails
   */
  public static Trace run(
      Home home, List<String> command, boolean virtualTime, Consumer<Event> listener)
      throws SandboxException, InterruptedException {
    boolean filtered = Prerequisites.isInstalled("bwrap");
    List<String> all = new ArrayList<>();
    if (filtered) {
      // Only to load the filter: the whole machine is bound.
      all.addAll(List.of("bwrap", "--dev-bind", "/", "/", "--seccomp", "" + FILTER, "--"));
    }
    all.addAll(command);
    List<String> environment = new ArrayList<>();
    System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
    RunRequest request =
        new RunRequest(
            all,
            environment,
            filtered ? 1 : 0,
            false,
            filtered ? FILTER : -1,
            new Schedule(new Strategy.Natural(), 1),
            virtualTime,
            LIMITS);
    try (AgentClient agent = AgentClient.forHost(home)) {
      return agent.run(request, listener);
    }
  }
}
