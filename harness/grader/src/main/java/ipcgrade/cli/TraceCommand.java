package ipcgrade.cli;

import ipcgrade.report.live.LiveTrace;
import ipcgrade.report.screen.Screen;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.HostCallers;
import ipcgrade.sandbox.local.HostRun;
import ipcgrade.trace.Event;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade trace}: watches a command's IPC while it runs, and exits as it does. */
@Command(name = "trace")
final class TraceCommand implements Callable<Integer> {
  private static final int SIGNALLED = 128;

  @Mixin
  private final Output output;

  @Option(names = "--json", descriptionKey = "trace.json")
  private boolean json;

  @Option(names = "--real-time", descriptionKey = "trace.real-time")
  private boolean realTime;

  @Option(names = "--queues", descriptionKey = "trace.queues")
  private boolean queues;

  @Parameters(arity = "1..*", paramLabel = "CMD", descriptionKey = "trace.command")
  private List<String> command = List.of();

  TraceCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    if (!isProgram(command.getFirst())) {
      throw new UsageException(output.words().get("error.no-command", command.getFirst()));
    }
    Trace trace = json ? asJson() : asText();
    if (trace.end() instanceof RunEnd.HarnessFault) {
      return ExitCode.INFRASTRUCTURE;
    }
    return status(trace);
  }

  private Trace asText() throws Exception {
    Screen screen = output.screen();
    LiveTrace live = new LiveTrace(screen, output.words(), queues);
    live.begin();
    try (HostCallers callers = new HostCallers()) {
      Trace trace =
          HostRun.run(
              Home.find(), command, !realTime, event -> live.show(callers.resolved(event)));
      live.end(trace.end(), trace.queues(), trace.wallNanos());
      return trace;
    }
  }

  private Trace asJson() throws Exception {
    PrintWriter lines =
        new PrintWriter(new OutputStreamWriter(output.surroundings().out(), StandardCharsets.UTF_8));
    try (HostCallers callers = new HostCallers()) {
      Trace trace =
          HostRun.run(
              Home.find(),
              command,
              !realTime,
              event -> {
                lines.print(TraceFormat.line(callers.resolved(event)) + "\n");
                lines.flush();
              });
      lines.print(
          TraceFormat.line(trace.ended()) + "\n");
      lines.flush();
      return trace;
    }
  }

  /** Whether execvp(3) would find it. */
  private boolean isProgram(String name) {
    String path = output.surroundings().environment().getOrDefault("PATH", "/usr/bin:/bin");
    Stream<Path> candidates =
        name.contains("/")
            ? Stream.of(Path.of(name))
            : Stream.of(path.split(":", -1)).map(directory -> Path.of(directory, name));
    return candidates.anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }

  /** The exit status of the program's first process, as a shell shows it. */
  private static int status(Trace trace) {
    int first =
        trace.events(Event.Start.class).findFirst().map(Event.Start::pid).orElse(0);
    return trace
        .events(Event.Exit.class)
        .filter(exit -> exit.pid() == first && exit.tid() == first)
        .findFirst()
        .map(exit -> exit.signal() == 0 ? exit.status() : SIGNALLED + exit.signal())
        .orElse(ExitCode.INFRASTRUCTURE);
  }
}
