package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.TraceScript;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A grader")
class GraderTest {
  private static final int SCHEDULES = 20;

  /** Runs a program that sends one message. */
  private record Sender(Payload payload) implements Sandbox {
    @Override
    public Build build(Path submission, Spec spec) {
      return new Program(submission, Path.of("program"), List.of());
    }

    @Override
    public Trace run(Program program, Spec spec, Schedule schedule) {
      return new TraceScript()
          .start(1, 0)
          .create(1, 7)
          .call(1, new MsgSnd(7, 1, payload, 0), 0)
          .remove(1, 7)
          .exit(1, 0)
          .end();
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest(name = "{0} bytes: {1}")
  @CsvSource({"4, 20", "1048576, 20", "4194304, 8", "16777216, 2", "67108864, 1"})
  @DisplayName("makes fewer runs of a program that fills its traces, and as many each time")
  void fewer(int bytes, int expected, @TempDir Path submission) throws Exception {
    Spec plain = Prerequisites.plain();
    Spec spec =
        new Spec(
            plain.id(),
            plain.title(),
            plain.build(),
            new Spec.Run(List.of(), SCHEDULES, plain.run().limits()),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of());
    List<Trace> kept = new ArrayList<>();
    try (Sandbox sandbox = new Sender(Payload.of(new byte[bytes]));
        Unpacking.Opened opened = Unpacking.open(submission)) {
      new Grader(spec, Scorer.of(spec, Path.of("grading.yml")), sandbox)
          .grade("sender", opened, Progress.NONE, kept::addAll);
    }
    assertEquals(expected, kept.size());
  }
}
