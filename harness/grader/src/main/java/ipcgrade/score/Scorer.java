package ipcgrade.score;

import ipcgrade.rule.Claims;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.SpecException;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Scores the runs of a submission against a spec. Immutable; threads may share it. */
public final class Scorer {
  private final Spec spec;
  private final Claims claims;

  private Scorer(Spec spec, Claims claims) {
    this.spec = spec;
    this.claims = claims;
  }

  /**
   * A scorer for a spec.
   *
   * @param file the spec's file, for messages
   * @throws SpecException if a claim does not compile: with the line and column of the fault
   */
  public static Scorer of(Spec spec, Path file) throws SpecException {
    return new Scorer(spec, Claims.of(spec, file));
  }

  /** What the runs of a submission are worth. */
  public Result.Submission score(String name, List<Trace> traces) {
    return assess(traces).result(name);
  }

  /** The runs of a submission, read. */
  public Assessment assess(List<Trace> traces) {
    return Assessment.of(spec, claims, traces);
  }

  /** Whether more runs could change a result: something that should vary did not yet. */
  public boolean wantsMore(Result.Submission result) {
    Set<String> failed =
        result.rules().stream()
            .filter(rule -> rule.verdict() == Verdict.FAIL)
            .map(Result.Rule::id)
            .collect(Collectors.toSet());
    return result.outcome() == Outcome.GRADED
        && spec.rules().stream()
            .anyMatch(rule -> rule.claim() instanceof Claim.Varies && failed.contains(rule.id()));
  }
}
