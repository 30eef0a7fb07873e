package ipcgrade.sandbox.served;

import ipcgrade.sandbox.Sandbox.Build;
import ipcgrade.sandbox.Sandbox.Exceeded;
import ipcgrade.sandbox.Sandbox.Failed;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.sandbox.local.WorkDirectory;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RecordCodec;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a {@link ServedSandbox}: builds and runs what standard input asks for, and answers on
 * standard output. It ends when standard input does, and what it started ends with it.
 *
 * <p>It runs on the agent's own run-time image: {@code agent/bin/java --add-modules ipcgrade.tracer -cp
 * server.jar ipcgrade.sandbox.served.Server}. So what it loads must not need more than java.base and
 * ipcgrade.tracer.
 */
public final class Server {
  private static final int LONGEST_REQUEST = 1 << 20;

  /** Who is asked for nothing within this time was started as a spare. */
  private static final long SPARE_MILLIS = 250;

  /** By then most of what runs is compiled. */
  private static final int WARMING_RUNS = 12;

  private final WorkDirectory work;
  private final Wire wire;
  private final BlockingQueue<Work> waiting = new LinkedBlockingQueue<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private @Nullable Upload upload;

  private Server(WorkDirectory work, Wire wire) {
    this.work = work;
    this.wire = wire;
  }

  /** What must be answered. */
  private sealed interface Work {
    record ToBuild(Request.Task task, Upload upload) implements Work {}

    record ToRun(Request.Run run) implements Work {}

    record ToLookUp(Request.LookUp callers) implements Work {}
  }

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path agent = Path.of(System.getProperty("java.home"), "bin", "java");
    Wire wire =
        new Wire(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            LONGEST_REQUEST);
    try (WorkDirectory work = WorkDirectory.open();
        LocalSandbox sandbox = LocalSandbox.open(new Home(work.path(), agent))) {
      Server server = new Server(work, wire);
      Thread.ofPlatform().daemon().name("requests").start(server::listen);
      server.warm(sandbox);
      server.serve(sandbox);
    } catch (SandboxException e) {
      wire.send(RecordCodec.write(broken(e)));
      wire.flush();
    }
  }

  /** Reads requests as they come, so that the end of them is seen in the midst of a run too. */
  private void listen() {
    try {
      for (String line = wire.line(); line != null; line = wire.line()) {
        asked.countDown();
        switch (RecordCodec.read(Request.class, line)) {
          case Request.Submission _ ->
              upload = new Upload(work.directory("submission"));
          case Request.Directory directory -> upload().add(directory);
          case Request.File file -> upload().add(file, wire);
          case Request.Build build -> waiting.add(new Work.ToBuild(build.task(), upload()));
          case Request.Run run -> waiting.add(new Work.ToRun(run));
          case Request.LookUp callers -> waiting.add(new Work.ToLookUp(callers));
        }
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("A request is not understood: " + e.getMessage());
    }
    System.exit(0);
  }

  /**
   * A server's first build and runs take several times as long as the next ones. A spare makes them on a program
   * of its own, until the first request comes.
   */
  private void warm(LocalSandbox sandbox) throws InterruptedException {
    if (asked.await(SPARE_MILLIS, TimeUnit.MILLISECONDS)) {
      return;
    }
    try (InputStream source = Server.class.getResourceAsStream("warm.c")) {
      Path submission = work.directory("warm");
      Files.copy(Objects.requireNonNull(source), submission.resolve("warm.c"));
      Spec spec = Prerequisites.plain();
      Wire nowhere = new Wire(InputStream.nullInputStream(), OutputStream.nullOutputStream(), 0);
      if (sandbox.build(submission, spec) instanceof Program program) {
        for (int run = 0; run < WARMING_RUNS && asked.getCount() > 0; run++) {
          sandbox.relay(program, spec, new Schedule(new Strategy.Random(), run), new Sent(nowhere));
        }
      }
      WorkDirectory.remove(submission);
    } catch (IOException | SandboxException _) {
      // What does not work is told when it is needed.
    }
  }

  private void serve(LocalSandbox sandbox) throws IOException, InterruptedException {
    Program program = null;
    while (true) {
      try {
        switch (waiting.take()) {
          case Work.ToBuild(Request.Task task, Upload upload) -> {
            Build build = build(sandbox, task, upload);
            program = build instanceof Program built ? built : null;
            wire.send(RecordCodec.write(reply(build)));
          }
          case Work.ToRun(Request.Run(Request.Task task, var schedule)) -> {
            try (Sent sent = new Sent(wire)) {
              wire.send(sandbox.relay(built(program), task.spec(), schedule, sent));
            }
          }
          case Work.ToLookUp(Request.LookUp(String object, List<Long> offsets)) ->
              wire.send(RecordCodec.write(new Reply.Found(sandbox.frames(built(program), object, offsets))));
        }
      } catch (SandboxException e) {
        wire.send(RecordCodec.write(broken(e)));
      }
      wire.flush();
    }
  }

  private static Build build(LocalSandbox sandbox, Request.Task task, Upload upload)
      throws SandboxException, InterruptedException {
    try {
      Path submission = upload.finished();
      Build build = sandbox.build(submission, task.spec());
      WorkDirectory.remove(submission);
      return build;
    } catch (IOException e) {
      throw new SandboxException("The submission did not arrive: " + e + ".", e);
    }
  }

  private Upload upload() throws IOException {
    if (upload == null) {
      throw new IOException("no submission was begun");
    }
    return upload;
  }

  private static Program built(@Nullable Program program) throws SandboxException {
    if (program == null) {
      throw new SandboxException("Nothing was built.");
    }
    return program;
  }

  private static Record reply(Build build) {
    return switch (build) {
      case Program program -> new Reply.Built(program.executable().toString(), program.arguments());
      case Failed(String reason, String log) -> new Reply.Failed(reason, log);
      case Exceeded(String limit, long value, String log) -> new Reply.Exceeded(limit, value, log);
    };
  }

  private static Reply.Broken broken(SandboxException e) {
    return new Reply.Broken(String.valueOf(e.getMessage()));
  }
}
