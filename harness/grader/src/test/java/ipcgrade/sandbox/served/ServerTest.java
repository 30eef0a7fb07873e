package ipcgrade.sandbox.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.Sandbox.Build;
import ipcgrade.sandbox.Sandbox.Failed;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The server as a plain process of this machine, on the agent's run-time image as in a container. */
@Tag("kernel")
@DisplayName("A server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerTest {
  private static final Spec SPEC = Prerequisites.plain();
  private static final Schedule SCHEDULE = new Schedule(new Strategy.Fair(), 1);

  private static final String TALKING =
      """
      #include "talk.h"
      int main(void) {
        int queue = msgget(IPC_PRIVATE, 0600);
        struct { long type; char text[4]; } message = {7, "abc"};
        msgsnd(queue, &message, 4, 0);
        if (fork() == 0) { msgrcv(queue, &message, 4, 7, 0); _exit(3); }
        wait(0);
        msgctl(queue, IPC_RMID, 0);
        return 0;
      }
      """;

  /** 6 if all is as it should be. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      test -L secret && exit 4
      test -e secret && exit 5
      test -e 'vuoto è' || exit 7
      test -s 'vuoto è' && exit 8
      test "$(stat -c %Y 'vuoto è')" = 1000000000 || exit 9
      exit 6
      """;

  private static final String HEADER =
      """
      #include <sys/msg.h>
      #include <sys/wait.h>
      #include <unistd.h>
      """;

  private Local local;
  private ServedSandbox served;

  @BeforeAll
  void start() throws Exception {
    local = new Local();
    served = new ServedSandbox(local);
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @Test
  @DisplayName("builds and runs as the local sandbox does")
  void same(@TempDir Path submission) throws Exception {
    Files.writeString(submission.resolve("talk.c"), TALKING);
    Files.createDirectory(submission.resolve("include"));
    Files.writeString(submission.resolve("include/talk.h"), HEADER);
    Trace here;
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      here = run(sandbox, submission);
    }
    Trace there = run(served, submission);
    assertEquals(SCHEDULE, there.request().schedule());
    assertEquals(here.end(), there.end());
    assertEquals(here.queues(), there.queues());
    assertEquals(calls(here), calls(there));
    assertTrue(calls(there).stream().anyMatch(call -> call.contains("msgsnd 0 [talk.c:5]")),
        calls(there)::toString);
    MsgSnd sent =
        there.events(Event.Call.class)
            .map(Event.Call::operation)
            .filter(MsgSnd.class::isInstance)
            .map(MsgSnd.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(Payload.of("abc\0".getBytes(StandardCharsets.UTF_8)), sent.payload());
  }

  @Test
  @DisplayName("says what the compiler says")
  void wrong(@TempDir Path submission) throws Exception {
    Files.writeString(submission.resolve("wrong.c"), "int main(void) { return nothing; }\n");
    Build here;
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      here = sandbox.build(submission, SPEC);
    }
    assertInstanceOf(Failed.class, here);
    assertEquals(here, served.build(submission, SPEC));
  }

  @Test
  @DisplayName("gets files with their names, modes and times, and without links")
  void files(@TempDir Path directory) throws Exception {
    Path submission = Files.createDirectory(directory.resolve("name with spaces, àè"));
    Path script = Files.writeString(submission.resolve("script"), SCRIPT);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(submission.resolve("secret"), Path.of("/etc/hostname"));
    Files.createFile(submission.resolve("vuoto è"));
    Files.setLastModifiedTime(submission.resolve("vuoto è"), FileTime.fromMillis(1_000_000_000_000L));
    Files.writeString(submission.resolve("ipcgrade-run"), "script\n");
    assertEquals("exit 6 0", exits(run(served, submission)).getLast());
  }

  @Test
  @DisplayName("builds the next submission after one that is not there, or does not run")
  void next(@TempDir Path submission) throws Exception {
    assertInstanceOf(Failed.class, served.build(submission.resolve("missing"), SPEC));
    Files.writeString(submission.resolve("exit.c"), "int main(void) { return 5; }\n");
    Program program = (Program) served.build(submission, SPEC);
    Files.writeString(submission.resolve("exit.c"), "int main(void) { return 6; }\n");
    assertEquals(List.of("exit 6 0"), exits(run(served, submission)));
    assertThrows(IllegalArgumentException.class, () -> new ServedSandbox(local).run(program, SPEC, SCHEDULE));
  }

  @Test
  @DisplayName("ends when its input does, also in the midst of a run, and leaves nothing")
  void end(@TempDir Path directory) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Local other = new Local("-Djava.io.tmpdir=" + directory);
    ServedSandbox sandbox = new ServedSandbox(other);
    Path submission = Files.createDirectory(directory.resolve("submission"));
    Files.writeString(submission.resolve("spin.c"), "int main(void) { for (;;) ; }\n");
    Program program = (Program) sandbox.build(submission, SPEC);
    Thread run =
        Thread.ofVirtual()
            .start(() -> assertThrows(SandboxException.class, () -> sandbox.run(program, SPEC, SCHEDULE)));
    Thread.sleep(500);
    other.process.getOutputStream().close();
    assertTrue(other.process.waitFor(20, TimeUnit.SECONDS), "it runs on");
    run.join();
    try (var left = Files.list(directory)) {
      assertEquals(List.of(submission), left.toList());
    }
  }

  @Test
  @DisplayName("tells why a run ended in its midst")
  void fault(@TempDir Path submission) throws Exception {
    Local other = new Local();
    try (ServedSandbox sandbox = new ServedSandbox(other)) {
      Files.writeString(
          submission.resolve("spin.c"),
          "#include <stdio.h>\nint main(void) { puts(\"x\"); fflush(stdout); for (;;) ; }\n");
      Program program = (Program) sandbox.build(submission, SPEC);
      Thread killer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (ProcessHandle agent = agent(other); agent.isAlive();) {
                      sleep(500); // so that the run has begun
                      agent.destroyForcibly();
                    }
                  });
      SandboxException fault =
          assertThrows(SandboxException.class, () -> sandbox.run(program, SPEC, SCHEDULE));
      assertTrue(fault.toString().contains("The agent failed: it ended within a run"), fault::toString);
      killer.join();
    }
  }

  private static ProcessHandle agent(Local server) {
    return server.process.descendants()
        .filter(each -> each.info().commandLine().orElse("").endsWith(".Agent"))
        .findFirst()
        .orElseThrow();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("that is a spare builds and runs a program of its own, and then what it is asked to")
  void spare(@TempDir Path directory) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Local other = new Local("-Djava.io.tmpdir=" + directory);
    ServedSandbox sandbox = new ServedSandbox(other);
    try (sandbox) {
      for (int i = 0; !warms(directory); i++) {
        assertTrue(i < 2000, "it does nothing");
        Thread.sleep(10);
      }
      Path submission = Files.createDirectory(directory.resolve("submission"));
      Files.writeString(submission.resolve("exit.c"), "int main(void) { return 6; }\n");
      assertEquals(List.of("exit 6 0"), exits(run(sandbox, submission)));
      assertFalse(warms(directory), "its own program is still there");
    }
  }

  private static boolean warms(Path directory) throws IOException {
    try (var all = Files.walk(directory, 2)) {
      return all.anyMatch(path -> path.getFileName().toString().startsWith("warm-"));
    } catch (UncheckedIOException _) {
      return false; // something went meanwhile
    }
  }

  private static Trace run(Sandbox sandbox, Path submission) throws Exception {
    Build build = sandbox.build(submission, SPEC);
    return sandbox.run(assertInstanceOf(Program.class, build, build::toString), SPEC, SCHEDULE);
  }

  private static List<String> calls(Trace trace) {
    return trace.events(Event.Call.class)
        .map(call -> call.pid() + " " + call.operation().name() + " " + call.result() + " " + call.stack())
        .toList();
  }

  private static List<String> exits(Trace trace) {
    return trace.events(Event.Exit.class).map(exit -> "exit " + exit.status() + " " + exit.signal()).toList();
  }

  /** A server in a process of this machine. */
  private static final class Local implements Connection {
    final Process process;

    Local(String... options) throws Exception {
      String java = Home.find().agent().toString();
      String classes =
          Path.of(Server.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
      List<String> command = new ArrayList<>(List.of(java, "-Xlog:disable")); // it would log to the output
      command.addAll(List.of(options));
      command.addAll(
          List.of("--add-modules", "ipcgrade.tracer", "-cp", classes, Server.class.getName()));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Override
    public InputStream input() {
      return process.getInputStream();
    }

    @Override
    public OutputStream output() {
      return process.getOutputStream();
    }

    @Override
    public String said() {
      return "";
    }

    @Override
    public void close() {
      try {
        process.getOutputStream().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (Exception e) {
        process.destroyForcibly();
      }
    }
  }
}
