package ipcgrade.tracer;

import ipcgrade.trace.Answer;
import ipcgrade.trace.Event;
import ipcgrade.trace.EventLines;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The agent as a grader uses it: a process of its own, started from the classes under test. */
final class TestAgent implements AutoCloseable {
  static final RunRequest.Limits LIMITS =
      new RunRequest.Limits(20_000, 100_000, 10_000, 64, 0, 0, 0, 1 << 20, 0, 32, 0, 0, 20_000, 0);

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  TestAgent() throws IOException {
    List<String> command = new ArrayList<>();
    if (!ROOT) {
      command.addAll(List.of("unshare", "--user", "--map-root-user"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--illegal-native-access=deny",
            "--enable-native-access=ipcgrade.tracer",
            "-p",
            "target/classes",
            "-m",
            "ipcgrade.tracer/ipcgrade.tracer.Agent"));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Runs a program of {@link Programs} in a container. */
  Trace run(Strategy strategy, long seed, RunRequest.Limits limits, boolean virtual, String... program) {
    return run(new Schedule(strategy, seed), limits, virtual, program);
  }

  private Trace run(Schedule schedule, RunRequest.Limits limits, boolean virtual, String... program) {
    return run(request(schedule, limits, virtual, program));
  }

  private static RunRequest request(
      Schedule schedule, RunRequest.Limits limits, boolean virtual, String... program) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
    }
    command.addAll(Programs.container());
    command.addAll(List.of(program));
    return new RunRequest(
        command,
        List.of("PATH=/usr/bin:/bin"),
        0,
        true,
        3,
        schedule,
        virtual,
        limits);
  }

  /** The process itself. */
  ProcessHandle process() {
    return process.toHandle();
  }

  Trace run(Strategy strategy, String... program) {
    return run(strategy, 1, LIMITS, true, program);
  }

  Trace run(Schedule schedule, String... program) {
    return run(schedule, LIMITS, true, program);
  }

  Trace run(RunRequest request) {
    return trace(request, TraceFormat.line(request));
  }

  /** Sends any line and takes what comes as the answer to {@code request}. */
  Trace trace(RunRequest request, String line) {
    List<Event> events = new ArrayList<>();
    if (answer(line, events) instanceof Answer.End end) {
      return Trace.of(request, events, end);
    }
    throw new IllegalStateException("a process was left that nobody asked for");
  }

  /** Runs a program, and returns the last line of the answer. */
  Answer answer(Schedule schedule, List<Event> events, String program) {
    return answer(
        TraceFormat.line(request(schedule, LIMITS, true, Programs.inside(program))), events);
  }

  private Answer answer(String line, List<Event> events) {
    EventLines lines = new EventLines();
    try {
      requests.write(line + "\n");
      requests.flush();
      while (true) {
        String said = answers.readLine();
        if (said == null) {
          throw new IllegalStateException("the agent ended");
        }
        Answer answer = lines.answer(said);
        switch (answer) {
          case Answer.Happened(Event event) -> events.add(event);
          case Answer.End _, Answer.Left _ -> {
            return answer;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    requests.close();
    process.destroy();
  }
}
