package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** How a program is started in a container. */
final class Launch {
  private static final int FILTER = 9;

  /** The program's directory is filled by the container itself, so that it is nowhere but in its memory. */
  private static final String FILL =
      "[ ! -d %1$s ] || cp -a %1$s/. %2$s || exit 1; ".formatted(Container.SUBMISSION, Container.WORK);

  private static final int LOWEST_PID = 300;
  private static final int HIGHEST_PID = 30_000;

  private Launch() {}

  /**
   * A run of {@code program} in a container that shows its directory at {@link Container#WORK}.
   *
   * <p>The shell fills that directory where it is empty; it has all capabilities over the container's namespaces and chooses the program's pid with
   * them; setpriv(1) takes them away; setsid(1) makes the process that gets this pid, in a session of its
   * own, so that its {@code kill(0, …)} reaches only what it started itself.
   */
  static RunRequest request(Container container, Program program, Spec spec, Schedule schedule) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                FILL
                    + "echo "
                    + lastPid(schedule.seed())
                    + " >/proc/sys/kernel/ns_last_pid; exec \"$@\"",
                "sh"));
    command.addAll(
        List.of(
            "setpriv",
            "--no-new-privs",
            "--bounding-set=-all",
            "--ambient-caps=-all",
            "--inh-caps=-all",
            "--",
            "setsid",
            "--fork",
            "--wait",
            "--"));
    command.add("./" + program.executable());
    command.addAll(program.arguments());
    command.addAll(spec.run().arguments());
    List<String> user = User.become();
    int execs = user.isEmpty() ? 4 : 5;
    return new RunRequest(
        container.powerful().filtered(FILTER).command(user, command),
        List.of("PATH=" + Subprocess.path()),
        execs,
        true,
        FILTER,
        schedule,
        true,
        spec.run().limits().run());
  }

  /** The pid before the program's own, such as a machine in use would have. */
  private static int lastPid(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return random.nextInt(LOWEST_PID, HIGHEST_PID);
  }
}
