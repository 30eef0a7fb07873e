package ipcgrade.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Container;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
@DisplayName("A grader that is killed in the midst of a run")
class KilledGraderTest {
  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM", "INT"})
  @DisplayName("leaves no container, and nothing in the user's home directory")
  void killed(String signal, @TempDir Path submission, @TempDir Path home) throws Exception {
    Docker docker = Engines.ready();
    Files.writeString(submission.resolve("spin.c"), "int main(void) { for (;;) ; }\n");
    Process grader = start(submission, home);
    try (BufferedReader output = grader.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("runs", output.readLine());
      String owner = new Owner(Owner.self().machine(), grader.pid(), startOf(grader)).toString();
      assertEquals(1, containers(docker, owner));
      new ProcessBuilder("kill", "-" + signal, "" + grader.pid()).start().waitFor();
      assertTrue(grader.waitFor(20, TimeUnit.SECONDS), "it lives");
      for (int i = 0; containers(docker, owner) > 0 && i < 200; i++) {
        Thread.sleep(Duration.ofMillis(100));
      }
      assertEquals(0, containers(docker, owner));
      try (Stream<Path> files = Files.list(home)) {
        assertEquals(List.of(), files.toList());
      }
    } finally {
      grader.destroyForcibly();
    }
  }

  /** The grader: builds a submission, says so, and runs it. */
  public static void main(String[] arguments) throws Exception {
    try (DockerSandbox sandbox = Engines.ready().open()) {
      Program program = (Program) sandbox.build(Path.of(arguments[0]), Prerequisites.plain());
      System.out.println("runs");
      sandbox.run(program, Prerequisites.plain(), new Schedule(new Strategy.Fair(), 1));
    }
  }

  private static Process start(Path submission, Path home) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Duser.home=" + home);
    String path = System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", "");
    command
        .addAll(List.of("-cp", path + ":" + classes(Docker.class) + ":" + classes(KilledGraderTest.class)));
    command.addAll(List.of(KilledGraderTest.class.getName(), submission.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Path classes(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String startOf(Process process) throws Exception {
    String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
  }

  private static int containers(Docker docker, String owner) {
    List<Container> found =
        docker
            .engine()
            .client()
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(Map.of(ServerContainer.LABEL, owner))
            .exec();
    return found.size();
  }
}
