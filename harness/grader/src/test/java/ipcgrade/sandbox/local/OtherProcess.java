package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A harness in a process of its own, which can be another user's, and can be killed. */
record OtherProcess(Process process, BufferedReader output) implements AutoCloseable {
  /** Starts {@link #main} behind {@code prefix}. */
  static OtherProcess start(List<String> prefix, String... arguments) throws Exception {
    String classes =
        Stream.of(Sandbox.class, Trace.class, OtherProcess.class)
            .map(OtherProcess::location)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(prefix);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", classes, OtherProcess.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new OtherProcess(process, process.inputReader(StandardCharsets.UTF_8));
  }

  /** With "wait": a work directory, and a long wait; else a build and a run of each of the given submissions. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("wait")) {
      try (WorkDirectory work = WorkDirectory.open()) {
        System.out.println(work.path());
        System.in.read();
      }
    } else {
      try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
        for (String submission : arguments) {
          System.out.println(buildAndRun(sandbox, Path.of(submission)));
        }
      }
    }
  }

  private static String buildAndRun(Sandbox sandbox, Path submission) throws InterruptedException {
    try {
      Sandbox.Build build = sandbox.build(submission, Specs.plain());
      return build instanceof Sandbox.Program program
          ? sandbox.run(program, Specs.plain(), new Schedule(new Strategy.Fair(), 1)).end().toString()
          : build.toString();
    } catch (SandboxException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The next line it prints. */
  String line() throws IOException {
    return String.valueOf(output.readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
