package ipcgrade.explore;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Limits;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Builds a submission once, and hunts for schedules under which it goes wrong. */
public final class Explorer {
  private final Spec spec;
  private final Scorer scorer;
  private final Sandbox sandbox;

  public Explorer(Spec spec, Scorer scorer, Sandbox sandbox) {
    this.spec = spec;
    this.scorer = scorer;
    this.sandbox = sandbox;
  }

  /** What became of it. */
  public sealed interface Outcome {}

  /** It was run. */
  public record Explored(Findings findings) implements Outcome {}

  /**
   * It could not be built.
   *
   * @param reason one sentence, or a limit and its value
   */
  public record NotBuilt(String reason) implements Outcome {}

  /**
   * Builds and hunts.
   *
   * @param progress told before each run how many were made
   * @throws SandboxException if the harness, not the submission, is at fault
   */
  public Outcome explore(Path submission, Plan plan, IntConsumer progress)
      throws SandboxException, InterruptedException {
    return switch (Unpacking.build(sandbox, submission, spec)) {
      case Sandbox.Program program ->
          new Explored(
              new Hunt(
                  schedule -> sandbox.run(program, spec, schedule), new Judge(spec, scorer), plan, progress)
                  .hunt());
      case Sandbox.Failed failed -> new NotBuilt(failed.reason());
      case Sandbox.Exceeded exceeded -> new NotBuilt(Limits.text(exceeded.limit(), exceeded.value()));
    };
  }
}
