package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("A run in the local sandbox")
class RunTest {
  private static final String INCLUDES =
      """
      #include <fcntl.h>
      #include <pwd.h>
      #include <signal.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <sys/ipc.h>
      #include <sys/msg.h>
      #include <sys/wait.h>
      #include <unistd.h>
      """;

  @TempDir
  Path submission;
  private LocalSandbox sandbox;

  @BeforeEach
  void open() throws Exception {
    sandbox = LocalSandbox.open(Home.find());
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  @DisplayName("gives each queue call its function, file and line")
  void lines() throws Exception {
    Trace trace =
        run(
            """
            static int queue(void) {
              return msgget(ftok(".", 'a'), IPC_CREAT | 0600);
            }
            int main(void) {
              struct { long type; int value; } m = { 1, 2 };
              int id = queue();
              if (fork() == 0) {
                msgsnd(id, &m, sizeof(int), 0);
                return 0;
              }
              msgrcv(id, &m, sizeof(int), 0, 0);
              wait(NULL);
              return msgctl(id, IPC_RMID, NULL);
            }
            """);
    assertInstanceOf(RunEnd.Finished.class, trace.end());
    assertEquals(
        List.of("main a.c:17", "main a.c:20", "main a.c:22", "queue a.c:11"),
        trace
            .events(Event.Call.class)
            .filter(call -> call.operation() instanceof Operation.Queue)
            .map(call -> call.stack().getFirst())
            .map(frame -> frame.function() + " " + frame.file() + ":" + frame.line())
            .sorted()
            .toList());
  }

  @Test
  @DisplayName("has a pid that the seed chooses")
  void pids() throws Exception {
    Program program = program("int main(void) { return 0; }");
    assertEquals(pid(program, 1), pid(program, 1));
    assertNotEquals(pid(program, 1), pid(program, 2));
    assertTrue(pid(program, 3) > 300);
  }

  @Test
  @DisplayName("is of the program that was built last, from the first run on")
  void anotherProgram() throws Exception {
    for (int status = 1; status <= 3; status++) {
      Program program = program("int main(void) { return " + status + "; }");
      for (int times = 0; times < 2; times++) {
        Event.Exit exit = trace(program, 1).events(Event.Exit.class).findFirst().orElseThrow();
        assertEquals(status, exit.status());
      }
    }
  }

  @Test
  @DisplayName("writes in its own copy, which the next run does not see")
  void copies() throws Exception {
    Program program =
        program("int main(void) { return open(\"f\", O_CREAT | O_EXCL | O_WRONLY, 0600) < 0; }");
    assertEquals(List.of(0), statuses(trace(program, 1)));
    assertEquals(List.of(0), statuses(trace(program, 2)));
  }

  @Test
  @DisplayName("cannot write its program's source of another run, the system, or the processes around it")
  void confined() throws Exception {
    Trace trace =
        run(
            """
            #include <string.h>
            int main(void) {
              if (dup(0) != 3) return 10;
              if (open("/usr/f", O_CREAT | O_WRONLY, 0600) >= 0) return 1;
              if (open("/f", O_CREAT | O_WRONLY, 0600) >= 0) return 2;
              if (write(open("/proc/sys/kernel/ns_last_pid", O_WRONLY), "9", 1) >= 0) return 3;
              if (open("/proc/sys/kernel/msg_next_id", O_WRONLY) >= 0) return 4;
              if (getpwuid(getuid()) == NULL) return 5;
              if (open("/etc/shadow", O_RDONLY) >= 0) return 6;
              signal(SIGTERM, SIG_IGN);
              kill(0, SIGTERM);
              kill(-1, SIGTERM);
              FILE *status = fopen("/proc/self/status", "r");
              char line[200];
              unsigned long caps;
              while (fgets(line, sizeof line, status))
                if (sscanf(line, "Cap%*3s: %lx", &caps) == 1 && caps != 0) return 7;
                else if (strncmp(line, "NoNewPrivs:", 11) == 0 && strcmp(line, "NoNewPrivs:\\t1\\n") != 0) return 8;
                else if (strncmp(line, "Seccomp:", 8) == 0 && strcmp(line, "Seccomp:\\t2\\n") != 0) return 9;
              if (getsid(0) != getpid() || getpgrp() != getpid()) return 11;
              for (int i = 0; i < 2; i++) {
                sprintf(line, "/proc/%d/%s", getppid(), i ? "mem" : "environ");
                if (open(line, O_RDONLY) >= 0) return 12 + i;
              }
              return 0;
            }
            """);
    assertInstanceOf(RunEnd.Finished.class, trace.end());
    assertEquals(List.of(0), statuses(trace));
  }

  @Test
  @DisplayName("has all that the build left in its directory, which is in memory and of limited size")
  void directory() throws Exception {
    Files.writeString(submission.resolve("data.txt"), "x");
    Trace trace =
        run(
            """
            #include <string.h>
            #include <sys/stat.h>
            #include <sys/vfs.h>
            int main(void) {
              struct stat data;
              struct statfs here;
              if (stat("data.txt", &data) != 0 || data.st_size != 1) return 1;
              if (statfs(".", &here) != 0 || here.f_type != 0x01021994) return 2;
              if ((long)here.f_blocks * here.f_bsize > 128L << 20) return 3;
              if (open("/submission/data.txt", O_WRONLY) >= 0) return 4;
              if (open("/dev/x", O_CREAT | O_WRONLY, 0600) >= 0) return 5;
              if (unlink("data.txt") != 0) return 6;
              return 0;
            }
            """);
    assertEquals(List.of(0), statuses(trace));
    assertEquals("/work/program", trace.events(Event.Exec.class).findFirst().orElseThrow().path());
  }

  @Test
  @DisplayName("that fills its directory, /tmp and /dev/shm is ended by the limit on its files, together")
  void disk() throws Exception {
    Trace trace =
        run(
            """
            static char block[1 << 20];
            static void file(const char *name) {
              int fd = open(name, O_CREAT | O_WRONLY, 0600);
              for (int i = 0; i < 15; i++)
                write(fd, block, sizeof block);
            }
            int main(void) {
              file("a"), file("b"), file("/tmp/a"), file("/tmp/b"), file("/dev/shm/a");
              return 0;
            }
            """);
    assertEquals(new RunEnd.LimitExceeded("disk", 64 << 20), trace.end());
  }

  @Test
  @DisplayName("of C++ with threads works")
  void threads() throws Exception {
    Files.writeString(
        submission.resolve("a.cpp"),
        """
        #include <iostream>
        #include <thread>
        int main() {
          std::thread t([] { std::cout << "hello" << std::endl; });
          t.join();
        }
        """);
    Program program = assertInstanceOf(Program.class, sandbox.build(submission, Specs.plain()));
    Trace trace = trace(program, 1);
    assertEquals(List.of(0), statuses(trace));
    assertEquals(
        "hello\n",
        trace
            .events(Event.Output.class)
            .map(output -> new String(output.bytes().bytes(), StandardCharsets.UTF_8))
            .collect(Collectors.joining()));
  }

  @Test
  @DisplayName("after the agent was killed is made by a new agent")
  void agentKilled() throws Exception {
    Program program = program("int main(void) { return 0; }");
    trace(program, 1);
    ProcessHandle agent =
        ProcessHandle.current()
            .descendants()
            .filter(p -> p.info().commandLine().orElse("").contains("ipcgrade.tracer.Agent"))
            .findFirst()
            .orElseThrow();
    agent.destroyForcibly();
    agent.onExit().join();
    assertEquals(List.of(0), statuses(trace(program, 2)));
  }

  @Test
  @DisplayName("during which the agent is killed is a fault of the harness, and leaves no process")
  void agentKilledWithin() throws Exception {
    Program endless = unmistakable("int main(void) { fork(); for (;;) getppid(); }");
    String name = endless.executable().toString();
    Thread.ofVirtual()
        .start(
            () -> {
              await(() -> processes(name).anyMatch(p -> p.info().command().orElse("").endsWith(name)));
              ProcessHandle.current()
                  .descendants()
                  .filter(p -> p.info().commandLine().orElse("").contains("ipcgrade.tracer.Agent"))
                  .forEach(ProcessHandle::destroyForcibly);
            });
    SandboxException e = assertThrows(SandboxException.class, () -> trace(endless, 1));
    assertTrue(String.valueOf(e.getMessage()).startsWith("The agent failed"), e.getMessage());
    await(() -> processes(name).findAny().isEmpty());
    assertEquals(List.of(0), statuses(trace(program("int main(void) { return 0; }"), 2)));
  }

  @Test
  @DisplayName("that a limit ends leaves no process, however it sleeps, stops, hides or waits")
  void nothingLeft() throws Exception {
    Program program =
        unmistakable(
            """
            #include <sys/prctl.h>
            int main(int argc, char **argv) {
              for (int i = 1; i < 32; i++) signal(i, SIG_IGN);
              if (fork() == 0) { setsid(); if (fork() == 0) pause(); return 0; }
              if (fork() == 0) { raise(SIGSTOP); return 0; }
              if (fork() == 0) { prctl(PR_SET_DUMPABLE, 0); prctl(PR_SET_NAME, ")"); pause(); }
              if (fork() == 0) return 0;
              if (fork() == 0) { if (vfork() == 0) pause(); return 0; }
              if (fork() == 0) { int pipes[2]; char c; pipe(pipes); read(pipes[0], &c, 1); }
              if (fork() == 0) { daemon(0, 0); execl("/bin/sleep", argv[0], "1000000", NULL); }
              for (;;) getppid();
            }
            """);
    assertInstanceOf(RunEnd.LimitExceeded.class, trace(program, 1).end());
    assertEquals(List.of(), processes(program.executable().toString()).toList());
  }

  /** A program whose processes can be told from all others of the machine. */
  private Program unmistakable(String source) throws Exception {
    String name = "p" + UUID.randomUUID();
    Files.writeString(submission.resolve("Makefile"), "all:\n\tgcc a.c -o " + name + "\n");
    Program program = program(source);
    Files.delete(submission.resolve("Makefile"));
    return program;
  }

  /** Those of a program; the container that stands ready for its next run is none of them. */
  private static Stream<ProcessHandle> processes(String name) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(name))
        .filter(p -> !p.info().command().orElse("").matches(".*/(bwrap|sh|dash|bash)"));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it takes too long");
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  @DisplayName("without an agent is a fault of the harness, in one sentence")
  void noAgent() {
    SandboxException e =
        assertThrows(SandboxException.class, () -> LocalSandbox.open(new Home(submission)).close());
    assertFalse(String.valueOf(e.getMessage()).contains("\n"));
  }

  private int pid(Program program, long seed) throws Exception {
    return trace(program, seed).events(Event.Start.class).findFirst().orElseThrow().pid();
  }

  private Trace run(String source) throws Exception {
    return trace(program(source), 1);
  }

  private Program program(String source) throws Exception {
    write(INCLUDES + source);
    return assertInstanceOf(Program.class, sandbox.build(submission, Specs.plain()));
  }

  private void write(String source) throws IOException {
    Files.writeString(submission.resolve("a.c"), source);
  }

  private Trace trace(Program program, long seed) throws Exception {
    return sandbox.run(program, Specs.plain(), new Schedule(new Strategy.Fair(), seed));
  }

  private static List<Integer> statuses(Trace trace) {
    return trace.events(Event.Exit.class).map(e -> e.signal() == 0 ? e.status() : -e.signal()).toList();
  }
}
