package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("The symboliser")
class SymboliserTest {
  @Test
  @DisplayName("names function, file relative to the submission, and line; and leaves the rest as it is")
  void resolves(@TempDir Path submission) throws Exception {
    Files.createDirectory(submission.resolve("src"));
    Files.writeString(submission.resolve("src/a.c"),
        "int f(void) { return 1; }\n\nint main(void)\n{ return f(); }\n");
    Files.writeString(submission.resolve("Makefile"), "p: src/a.c\n\tcc -o p src/a.c\n");
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find());
        WorkDirectory work = WorkDirectory.open()) {
      Program program = assertInstanceOf(Program.class, sandbox.build(submission, Specs.plain()));
      long main = address(program.directory().resolve("p"), "main");
      Frame known = Frame.unresolved("/work/p", main + 5);
      Frame elsewhere = Frame.unresolved("/work/none", 4096);
      Frame nowhere = Frame.unresolved("/work/p", 0x7fffffff);
      Frame system = Frame.unresolved("/usr/bin/true", main + 5);

      Trace trace = new Symboliser(new Addr2line(new Kit(work), program.directory()))
          .resolve(trace(known, elsewhere, nowhere, system));

      assertEquals(
          List.of(new Frame("/work/p", main + 5, "main", "src/a.c", 4), elsewhere, nowhere, system),
          trace.events(Event.Call.class).findFirst().orElseThrow().stack());
    }
  }

  private static long address(Path program, String function) throws Exception {
    return Subprocess.run(List.of("nm", program.toString()), Duration.ofSeconds(10))
        .output()
        .lines()
        .filter(line -> line.endsWith(" " + function))
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' ')), 16))
        .findFirst()
        .orElseThrow();
  }

  private static Trace trace(Frame... stack) {
    RunRequest request =
        new RunRequest(
            List.of(),
            List.of(),
            0,
            false,
            -1,
            new Schedule(new Strategy.Fair(), 1),
            true,
            RunRequest.Limits.NONE);
    Event.Call call =
        new Event.Call(
            1, 0, 0, 0, 300, 300, new Operation.MsgGet(0, 0), 0, false, List.of(stack), List.of());
    return new Trace(request, List.of(call), new RunEnd.Finished(), List.of(), 0);
  }
}
