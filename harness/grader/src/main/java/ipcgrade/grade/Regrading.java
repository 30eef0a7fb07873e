package ipcgrade.grade;

import ipcgrade.explore.Shrinker;
import ipcgrade.explore.Shrinker.Found;
import ipcgrade.rule.Verdict;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Replay;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.store.Provenance;
import ipcgrade.store.Store;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Scores stored runs under another spec. Nothing is run: what a program would do under other limits, or more schedules,
 * the runs do not tell.
 */
public final class Regrading {
  private final Store store;
  private final Spec spec;
  private final Scorer scorer;

  public Regrading(Store store, Spec spec, Scorer scorer) {
    this.store = store;
    this.spec = spec;
    this.scorer = scorer;
  }

  /** Why a submission keeps the result that it has. */
  public enum Unscored {
    /** Its runs were left out of the store. */
    NO_TRACES,
    /** The harness had failed. */
    INFRASTRUCTURE
  }

  /**
   * A submission scored again.
   *
   * @param unscored why it was not, if so; the result is then what it was
   * @param own how many schedules that show what is broken are now those of stored runs, the shortest ones known being
   *     of rules that are judged otherwise
   */
  public record Rescored(
      Result.Submission before, Result.Submission after, Optional<Unscored> unscored, int own) {
    /** The rules whose verdicts or points are others, and those that are new or gone, by id. */
    public List<RuleChange> rules() {
      TreeSet<String> ids = new TreeSet<>();
      before.rules().forEach(rule -> ids.add(rule.id()));
      after.rules().forEach(rule -> ids.add(rule.id()));
      List<RuleChange> changes = new ArrayList<>();
      for (String id : ids) {
        RuleChange change = new RuleChange(id, rule(before, id), rule(after, id));
        if (change.isChange()) {
          changes.add(change);
        }
      }
      return changes;
    }

    /** Whether a table of grades would show another one. */
    public boolean isChange() {
      return before.score() != after.score()
          || before.maxScore() != after.maxScore()
          || before.outcome() != after.outcome()
          || !rules().isEmpty();
    }
  }

  /**
   * What became of a rule.
   *
   * @param before null if there was none
   * @param after null if there is none any more
   */
  public record RuleChange(String id, Result.@Nullable Rule before, Result.@Nullable Rule after) {
    private boolean isChange() {
      return before == null
          || after == null
          || before.verdict() != after.verdict()
          || before.points() != after.points()
          || before.maxPoints() != after.maxPoints();
    }
  }

  /** What of a spec decides how runs are made, and is another than that of the runs in a store; as grading.yml calls it. */
  public static List<String> otherRuns(Spec before, Spec now) {
    List<String> other = new ArrayList<>();
    compare(other, "build: command", before.build().command(), now.build().command());
    compare(other, "build: program", before.build().program(), now.build().program());
    compare(other, "image", before.image(), now.image());
    compare(other, "run: arguments", before.run().arguments(), now.run().arguments());
    compare(other, "run: schedules", before.run().schedules(), now.run().schedules());
    compare(other, "run: time", before.run().millis(), now.run().millis());
    compare(other, "run: limits", before.run().limits(), now.run().limits());
    return other;
  }

  private static void compare(List<String> other, String name, Object before, Object now) {
    if (!Objects.equals(before, now)) {
      other.add(name);
    }
  }

  /**
   * Scores a submission.
   *
   * @throws IOException if what is stored of it is damaged
   */
  public Rescored rescore(String name) throws IOException {
    Result.Submission before = store.result(name);
    if (before.outcome() == Outcome.INFRASTRUCTURE) {
      return new Rescored(before, before, Optional.of(Unscored.INFRASTRUCTURE), 0);
    }
    if (before.runs().isEmpty()) {
      return new Rescored(before, before.outOf(spec.maxScore()), Optional.empty(), 0);
    }
    Provenance provenance = store.provenance(name);
    List<Trace> traces = provenance.runs() == 0 ? List.of() : store.traces(name);
    if (traces.isEmpty()) {
      return new Rescored(before, before, Optional.of(Unscored.NO_TRACES), 0);
    }
    Result.Submission after = scorer.assess(traces).result(name).of(name, before.student());
    return explained(before, after, traces);
  }

  /** With the schedules that show what is broken: those that were found, where they still show the same. */
  private Rescored explained(Result.Submission before, Result.Submission after, List<Trace> traces) {
    int own = 0;
    List<Result.Rule> rules = new ArrayList<>();
    for (Result.Rule rule : after.rules()) {
      Result.Rule former = rule(before, rule.id());
      if (!isLost(rule) || !breaksByItself(rule.id())) {
        rules.add(rule);
      } else if (former != null && former.instances().equals(rule.instances())) {
        rules.add(rule.with(former.replay())); // it was broken in the same runs, by the same processes
      } else {
        own++;
        int run = rule.instances().stream().flatMap(each -> each.brokenIn().stream()).sorted().findFirst()
            .orElse(0);
        rules.add(rule.with(itself(traces.get(run))));
      }
    }
    List<Result.Advice> advice = new ArrayList<>();
    for (Result.Advice each : after.advice()) {
      Optional<Result.Advice> former =
          before.advice().stream()
              .filter(other -> other.id().equals(each.id()))
              .filter(other -> other.run() == each.run() && other.breaks().equals(each.breaks()))
              .findFirst();
      if (each.breaks().isEmpty()) {
        advice.add(each);
      } else if (former.isPresent()) {
        advice.add(each.with(former.get().replay()));
      } else {
        own++;
        advice.add(each.with(itself(traces.get(each.run()))));
      }
    }
    return new Rescored(before, after.with(rules, advice), Optional.empty(), own);
  }

  /** The schedule of a run, as it was. */
  private static Replay itself(Trace trace) {
    try {
      Found found =
          Shrinker.shrink(
              trace,
              _ -> false,
              _ -> {
                throw new SandboxException("nothing is run");
              },
              0);
      return new Replay(
          found.schedule().seed(), found.schedule().timely(), Turn.text(found.turns()), found.preemptions());
    } catch (SandboxException | InterruptedException e) {
      throw new IllegalStateException(e); // with no runs allowed
    }
  }

  private boolean breaksByItself(String id) {
    return spec.rules().stream()
        .anyMatch(rule -> rule.id().equals(id) && rule.claim() instanceof Claim.Holds);
  }

  private static boolean isLost(Result.Rule rule) {
    return rule.verdict() == Verdict.FAIL || rule.verdict() == Verdict.RACY;
  }

  private static Result.@Nullable Rule rule(Result.Submission submission, String id) {
    return submission.rules().stream().filter(rule -> rule.id().equals(id)).findFirst().orElse(null);
  }
}
