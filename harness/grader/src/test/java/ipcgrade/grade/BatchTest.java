package ipcgrade.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.Submissions.Entry;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static final Path FILE = Path.of("../../grading.yml");
  private static final List<Entry> ALL =
      List.of(entry("a"), entry("bug"), entry("c"), entry("harness"), entry("e"));

  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicInteger open = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 99})
  @DisplayName("each submission gets its result, whatever befalls the others, and all sandboxes are closed")
  void all(int jobs) throws Exception {
    Map<String, Outcome> outcomes = new TreeMap<>();
    batch(this::sandbox).grade(ALL, jobs, Progress.NONE, r -> outcomes.put(r.name(), r.outcome()));
    assertEquals(
        Map.of(
            "a", Outcome.BUILD_FAILED,
            "bug", Outcome.INFRASTRUCTURE,
            "c", Outcome.BUILD_FAILED,
            "harness", Outcome.INFRASTRUCTURE,
            "e", Outcome.BUILD_FAILED),
        outcomes);
    assertEquals(0, open.get());
  }

  @Test
  @DisplayName("without a sandbox there is no batch")
  void noSandbox() {
    assertThrows(
        SandboxException.class,
        () -> batch(
            () -> {
              throw new SandboxException("none");
            })
            .grade(ALL, 2, Progress.NONE, _ -> {}));
  }

  @Test
  @DisplayName("an interruption keeps what is done and starts nothing more")
  void interrupted() throws Exception {
    AtomicInteger done = new AtomicInteger();
    CountDownLatch stopped = new CountDownLatch(1);
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    batch(this::sandbox)
                        .grade(
                            List.of(entry("a"), entry("forever"), entry("c")),
                            1,
                            Progress.NONE,
                            _ -> done.incrementAndGet());
                  } catch (InterruptedException _) {
                    stopped.countDown();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
    begun.await();
    caller.interrupt();
    caller.join();
    assertEquals(0, stopped.getCount());
    assertEquals(1, done.get());
    assertTrue(open.get() == 0);
  }

  private Batch batch(Batch.Opening opening) throws Exception {
    Spec spec = SpecLoader.load(FILE);
    return new Batch(spec, Scorer.of(spec, FILE), opening);
  }

  private Sandbox sandbox() {
    open.incrementAndGet();
    return new Sandbox() {
      @Override
      public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
        switch (submission.toString()) {
          case "bug" -> throw new IllegalStateException("a bug");
          case "harness" -> throw new SandboxException("The agent died.");
          case "forever" -> {
            begun.countDown();
            new CountDownLatch(1).await();
          }
          default -> {}
        }
        return new Failed("It does not compile.", "");
      }

      @Override
      public Trace run(Program program, Spec spec, Schedule schedule) {
        throw new IllegalStateException("nothing was built");
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private static Entry entry(String name) {
    return new Entry(name, Path.of(name));
  }
}
