package ipcgrade.explore;

import ipcgrade.rule.Verdict;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Assessment;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong in a run, by the rules of an assignment. A rule about what should vary between runs says
 * nothing of one.
 */
public final class Judge {
  private final Scorer scorer;
  private final Set<String> rules;
  private final boolean untimely;
  private @Nullable Assessment timely;

  /** Judges runs one at a time; the first should be timely, and is the one by which untimely runs are read. */
  public Judge(Spec spec, Scorer scorer) {
    this.scorer = scorer;
    this.untimely = spec.run().untimely();
    this.rules =
        spec.rules().stream()
            .filter(rule -> rule.claim() instanceof Claim.Holds)
            .map(Spec.Rule::id)
            .collect(Collectors.toSet());
  }

  /**
   * What a run shows.
   *
   * @param run the run, as results tell of it
   */
  public record Finding(List<Fault> faults, Result.Run run) {
    public Finding {
      faults = List.copyOf(faults);
    }
  }

  /**
   * The faults of a run, each once.
   *
   * @throws SandboxException if what the run did cannot be
   */
  public Finding judge(Trace trace) throws SandboxException {
    List<Fault> faults = new ArrayList<>();
    switch (trace.end()) {
      case RunEnd.Deadlock _ -> faults.add(new Fault.Deadlock());
      case RunEnd.LimitExceeded limit -> faults.add(new Fault.Limit(limit.limit(), limit.value()));
      case RunEnd.Finished _, RunEnd.Refused _, RunEnd.HarnessFault _ -> {}
    }
    Assessment assessment = scorer.assess(List.of(trace));
    Result.Submission result = assessment.result("");
    if (result.outcome() == Outcome.INFRASTRUCTURE) {
      throw new SandboxException(result.message());
    }
    Set<String> broken =
        result.rules().stream()
            .filter(rule -> isBroken(rule.verdict()))
            .map(Result.Rule::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (untimely || trace.request().schedule().timely()) {
      timely = timely == null ? assessment : timely;
    } else if (timely != null) {
      broken.addAll(timely.broken(trace));
    }
    broken.stream().filter(rules::contains).forEach(id -> faults.add(new Fault.Rule(id)));
    return new Finding(faults, result.runs().getFirst());
  }

  private static boolean isBroken(Verdict verdict) {
    return switch (verdict) {
      case FAIL, RACY -> true;
      case PASS, INCONCLUSIVE, NOT_REACHED -> false;
    };
  }
}
