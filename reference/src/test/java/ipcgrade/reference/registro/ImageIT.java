package ipcgrade.reference.registro;

import static ipcgrade.reference.libc.CFunction.INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.reference.libc.CFunction;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernel")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisplayName("The image")
class ImageIT {
  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;
  private static final MethodHandle KILL = CFunction.plain("kill", INT, INT, INT);

  @Test
  @DisplayName("does what the assignment says, and ends with nothing left")
  void ends() {
    try (ImageRun run = ImageRun.once()) {
      List<String> lines = run.awaitEnd();
      run.assertEndedWith(0);
      assertEquals(2, count("registro: bind del server [12], coda \\d+", lines));
      assertEquals(3, count("client [123]: query del server [12]", lines));
      assertEquals(3, count("registro: query del server [12], result \\d+", lines));
      assertEquals(9, count("client [123]: service (\\d|10) al server [12]", lines));
      assertEquals(9, count("server [12]: risorsa (\\d|10), prima (\\d|10)", lines));
      assertEquals(2, count("server [12]: exit, risorsa (\\d|10)", lines));
      int exit = lines.indexOf("padre: i client hanno terminato, exit al registro");
      assertTrue(lines.lastIndexOf("registro: exit al server 1") > exit, lines::toString);
    }
  }

  @Test
  @DisplayName("squares twelve numbers for the clients of one queue, and ends with nothing left")
  void oneQueue() {
    try (ImageRun run = ImageRun.once("onequeue")) {
      List<String> lines = run.awaitEnd();
      run.assertEndedWith(0);
      assertEquals(12, count("server: \\d+ al quadrato per il client \\d+", lines));
      assertEquals(12, count("client \\d+: \\d+ al quadrato fa \\d+", lines));
      assertEquals(1, count("server: fine", lines));
    }
  }

  @Test
  @DisplayName("adds for the clients that have a queue each while they do, and ends with nothing left")
  void queueEach() {
    try (ImageRun run = ImageRun.once("queueeach")) {
      List<String> lines = run.awaitEnd();
      run.assertEndedWith(0);
      assertEquals(9, count("client [123]: \\d+ \\+ \\d+ = \\d+", lines));
      assertEquals(9, count("server: \\d+ sulla coda \\d+", lines));
      assertEquals(3, count("server: la coda \\d+ non esiste più", lines));
    }
  }

  @Test
  @DisplayName("runs five times at once")
  void concurrently() {
    try (ImageRun run = ImageRun.fiveTimes()) {
      assertEquals(5, Collections.frequency(run.awaitEnd(), "status 0"));
      run.assertNothingLeft();
    }
  }

  @ParameterizedTest(name = "signal {0} at \"{1}\"")
  @DisplayName("leaves nothing when the parent gets")
  @CsvSource({
    "2, server 1: bind", "2, client 2: query", "2, al server", "2, padre: i client",
    "15, server 1: bind", "15, client 2: query", "15, al server", "15, padre: i client"
  })
  void parentSignalled(int signal, String moment) {
    try (ImageRun run = ImageRun.once()) {
      ProcessHandle parent = run.awaitParent();
      run.awaitLine(moment);
      kill(parent, signal);
      run.assertEndedWith(128 + signal);
    }
  }

  @ParameterizedTest(name = "signal {0} while {1} starts")
  @DisplayName("leaves nothing when the parent gets")
  @CsvSource({"2, registro", "15, registro", "2, server", "15, server", "2, client", "15, client"})
  void parentSignalledEarly(int signal, String role) {
    try (ImageRun run = ImageRun.once()) {
      ProcessHandle parent = run.awaitParent();
      run.awaitChild(role);
      kill(parent, signal);
      run.assertEndedWith(128 + signal);
    }
  }

  @ParameterizedTest(name = "a {0} starts")
  @DisplayName("leaves nothing when the parent is killed while")
  @CsvSource({"registro", "server", "client"})
  void parentKilled(String role) {
    try (ImageRun run = ImageRun.once()) {
      ProcessHandle parent = run.awaitParent();
      run.awaitChild(role);
      kill(parent, SIGKILL);
      run.assertKilled(SIGKILL);
    }
  }

  @Test
  @DisplayName("leaves nothing when the parent is killed in the middle")
  void parentKilledInTheMiddle() {
    try (ImageRun run = ImageRun.once()) {
      ProcessHandle parent = run.awaitParent();
      run.awaitLine("al server");
      kill(parent, SIGKILL);
      run.assertKilled(SIGKILL);
    }
  }

  @ParameterizedTest(name = "{0} gets signal {1} at \"{2}\"")
  @DisplayName("fails and leaves nothing when")
  @CsvSource({
    "registro, 9, registro: bind", "registro, 15, al server", "server, 9, registro: query",
    "server, 15, al server", "client, 9, al server", "client, 15, client 1: query"
  })
  void childSignalled(String role, int signal, String moment) {
    try (ImageRun run = ImageRun.once()) {
      run.awaitLine(moment);
      kill(run.awaitChild(role), signal);
      run.assertEndedWith(1);
    }
  }

  @Test
  @DisplayName("leaves nothing when a terminal's interrupt reaches all seven")
  void allSignalled() {
    try (ImageRun run = ImageRun.once()) {
      run.awaitLine("al server");
      run.processes().forEach(process -> kill(process, SIGINT));
      run.assertEndedWith(128 + SIGINT);
    }
  }

  private static long count(String line, List<String> lines) {
    return lines.stream().filter(Pattern.compile(line).asMatchPredicate()).count();
  }

  private static void kill(ProcessHandle process, int signal) {
    try {
      int _ = (int) KILL.invokeExact((int) process.pid(), signal);
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }
}
