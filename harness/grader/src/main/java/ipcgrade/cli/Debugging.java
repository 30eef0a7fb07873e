package ipcgrade.cli;

import ipcgrade.grade.Replayer;
import ipcgrade.grade.Replayer.Replayed;
import ipcgrade.report.console.ReplayReport;
import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Gdb;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Player;
import ipcgrade.score.Result.Replay;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** {@code --gdb PID@STEP}: a replay that stops, and a debugger at one of its processes. */
final class Debugging {
  private static final long LOOK_MILLIS = 100;

  /** Without a debugger a run does not stand still for ever. */
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Output output;
  private final Words words;
  private final String who;
  private final int step;

  private Debugging(Output output, String who, int step) {
    this.output = output;
    this.words = output.words();
    this.who = who;
    this.step = step;
  }

  /**
   * Reads the option.
   *
   * @throws UsageException if it names no process or no step
   */
  static Debugging parse(String option, Output output) throws UsageException {
    int at = option.lastIndexOf('@');
    String number = option.substring(at + 1);
    if (at < 1 || !number.matches("\\d{1,9}")) {
      throw new UsageException(output.words().get("error.gdb", option));
    }
    return new Debugging(output, option.substring(0, at).strip(), Integer.parseInt(number));
  }

  /** Replays up to the step, and waits for the debugger to leave. */
  void run(LocalSandbox sandbox, Program program, Spec spec, Replay replay, Replayed replayed)
      throws UsageException, SandboxException, IOException, InterruptedException {
    if (step < 1 || step > replayed.steps().size()) {
      throw new UsageException(words.get("error.gdb-step", count(step), count(replayed.steps().size())));
    }
    Player player = player(replayed.players());
    Screen screen = output.screen();
    new ReplayReport(screen, words, spec).printAround(replayed, step);
    screen.flush();
    boolean left =
        sandbox.debug(
            program,
            spec,
            Replayer.until(replay, step, player),
            pid -> attach(new Gdb(pid, program.directory()), pid, player));
    if (!left) {
      throw new UsageException(words.get("error.gdb-not-there", player.process(), count(step)));
    }
  }

  private Player player(List<Player> players) throws UsageException {
    for (Player player : players) {
      if (who.equals(count(player.pid())) || who.equals(player.task())
          || who.toLowerCase(Locale.ROOT).equals(player.process().toLowerCase(Locale.ROOT))) {
        return player;
      }
    }
    throw new UsageException(
        words.get(
            "error.gdb-process",
            who,
            words.list(players.stream().map(each -> each.process() + " (" + each.pid() + ")").toList())));
  }

  private void attach(Gdb gdb, int pid, Player player) throws IOException, InterruptedException {
    Screen screen = output.screen();
    screen.blank();
    screen.wrap(
        new Line(), Style.TITLE,
        words.get("gdb.stopped", player.process(), count(player.pid()), count(step), count(pid)));
    screen.wrap(new Line(), Style.PLAIN, words.get("gdb.look"));
    boolean terminal = output.surroundings().outTerminal() && Surroundings.isTerminal(0);
    if (terminal && Gdb.isInstalled()) {
      screen.flush();
      start(gdb);
      return;
    }
    screen.blank();
    // one line, however long: it is to be copied
    screen.print(Line.indented(2).add(gdb.typed()));
    screen.blank();
    screen.wrap(new Line(), Style.PLAIN, words.get(terminal ? "gdb.enter" : "gdb.end"));
    screen.flush();
    await(gdb, terminal);
  }

  /** Ctrl-C is for the debugger while it is there. */
  private static void start(Gdb gdb) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(gdb.command()).inheritIO().start();
    Thread patience = new Thread(() -> process.onExit().join(), "debugger");
    Runtime.getRuntime().addShutdownHook(patience);
    process.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(patience);
    } catch (IllegalStateException _) {
      // Ctrl-C was pressed: the hook is running.
    }
  }

  /** Until the debugger has come and gone, the process has ended, or somebody has pressed Enter. */
  private static void await(Gdb gdb, boolean terminal) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    boolean came = false;
    while (System.nanoTime() - begun < LONGEST_NANOS || came) {
      int tracer = gdb.tracer();
      if (tracer < 0 || (came && tracer == 0) || (terminal && System.in.available() > 0)) {
        return;
      }
      came |= tracer > 0;
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static String count(int number) {
    return Integer.toString(number);
  }
}
