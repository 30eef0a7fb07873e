package ipcgrade.score;

import ipcgrade.rule.Claims.Truth;
import ipcgrade.rule.Verdict;
import ipcgrade.spec.Spec.Rule;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** From what runs say to verdicts, and from verdicts to points. */
final class Tally {
  private static final List<Verdict> WORST_FIRST =
      List.of(
          Verdict.FAIL, Verdict.RACY, Verdict.INCONCLUSIVE, Verdict.NOT_REACHED, Verdict.PASS);

  private Tally() {}

  /** The verdict on one instance of a rule, over the runs that came to where it applies. */
  static Verdict verdict(List<Truth> truths) {
    int broken = Collections.frequency(truths, Truth.BROKEN);
    int decided = broken + Collections.frequency(truths, Truth.HELD);
    if (decided == 0) {
      return truths.contains(Truth.UNDECIDED) ? Verdict.INCONCLUSIVE : Verdict.NOT_REACHED;
    }
    if (broken == 0) {
      return Verdict.PASS;
    }
    return 2 * broken > decided ? Verdict.FAIL : Verdict.RACY;
  }

  /** The verdict on a rule: that of its worst instance. */
  static Verdict worst(List<Verdict> instances) {
    return instances.stream().min(Comparator.comparingInt(WORST_FIRST::indexOf)).orElse(Verdict.NOT_REACHED);
  }

  /** The points of a rule: its instances share them equally. */
  static double points(Rule rule, List<Verdict> instances) {
    return rule.points()
        * instances.stream().mapToDouble(verdict -> share(verdict, rule.racy())).average().orElse(0);
  }

  private static double share(Verdict verdict, double racy) {
    return switch (verdict) {
      case PASS -> 1;
      case RACY -> racy;
      case FAIL, INCONCLUSIVE, NOT_REACHED -> 0;
    };
  }
}
