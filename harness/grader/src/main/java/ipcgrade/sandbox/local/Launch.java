package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.util.ArrayList;
import java.util.List;

/** How a program is started in a container. */
final class Launch {
  /** Where the container's shell hears from the agent. */
  private static final int SOCKET = 9;

  /**
   * The program's directory is filled by the container itself, so that it is nowhere but in its memory. The
   * program is not the last command, so that the shell makes a process for it.
   */
  private static final String SCRIPT =
      """
      [ ! -d %1$s ] || cp -a %1$s/. %2$s || exit 1
      echo >&%3$d
      read last <&%3$d || exit 1
      exec %3$d>&-
      echo $last >/proc/sys/kernel/ns_last_pid || exit 1
      "$@"
      exit
      """
          .formatted(Container.SUBMISSION, Container.WORK, SOCKET);

  private Launch() {}

  /**
   * A run of {@code program} in a container that shows its directory at {@link Container#WORK}.
   *
   * <p>The shell fills that directory where it is empty, and waits for the agent, which chooses the program's
   * pid. It has the powers over the container's namespaces that this takes; the agent takes them away from the
   * process that the shell makes for the program, {@link ipcgrade.tracer.ptrace.Confinement}.
   */
  static RunRequest request(Container container, Program program, Spec spec, Schedule schedule) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
    command.add("./" + program.executable());
    command.addAll(program.arguments());
    command.addAll(spec.run().arguments());
    container.filling();
    if (schedule.strategy() instanceof Strategy.Until) {
      container.mortal(); // nobody traces the process that is left to a debugger
    }
    return new RunRequest(
        container.command(User.become(), command),
        List.of("PATH=" + Subprocess.path()),
        0,
        true,
        SOCKET,
        schedule,
        true,
        spec.run().limits().run());
  }
}
